import * as fc from "fast-check";

/** What is done to a store; runs and openings by their numbers. */
export type StoreCommand =
  /** Takes a run, whoever has it. */
  | { readonly does: "own"; readonly opening: number; readonly run: number }
  /** Lets a run's owner do the next steps of its script. */
  | { readonly does: "go on"; readonly run: number; readonly steps: number }
  /** Lets a run's owner, or who was it before, append what is not next. */
  | { readonly does: "append wrongly"; readonly run: number; readonly how: WrongBatch }
  | { readonly does: "append as former owner"; readonly run: number }
  /** Puts a result that no record will tell of, unless its execution is still to complete. */
  | { readonly does: "put"; readonly run: number; readonly execution: number; readonly value: number }
  | { readonly does: "release"; readonly run: number; readonly execution: number }
  /** The owner's scope closes. */
  | { readonly does: "give back"; readonly run: number }
  | { readonly does: "reopen"; readonly opening: number }
  /** All processes die; what they left is opened. */
  | { readonly does: "crash" };

/** Ways in which a batch is not the next one. */
export type WrongBatch = "gap" | "again" | "begin" | "half" | "no JSON" | "empty" | "after the end";

/** How many runs, and openings, the commands are about. */
export const [runCount, openingCount] = [3, 2];

const run = fc.nat(runCount - 1);
const opening = fc.nat(openingCount - 1);
const execution = fc.nat(5);

const command: fc.Arbitrary<StoreCommand> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ does: fc.constant("own" as const), opening, run }) },
  {
    weight: 8,
    arbitrary: fc.record({ does: fc.constant("go on" as const), run, steps: fc.integer({ min: 1, max: 20 }) }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      does: fc.constant("append wrongly" as const),
      run,
      how: fc.constantFrom<WrongBatch[]>("gap", "again", "begin", "half", "no JSON", "empty", "after the end"),
    }),
  },
  { weight: 3, arbitrary: fc.record({ does: fc.constant("append as former owner" as const), run }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("put" as const), run, execution, value: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("release" as const), run, execution }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant("give back" as const), run }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("reopen" as const), opening }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant("crash" as const) }) },
);

const atWork: readonly StoreCommand[] = [
  { does: "own", opening: 0, run: 0 },
  { does: "go on", run: 0, steps: 4 },
];

/** Random commands, which begin with an owner at work. */
export const storeCommands: fc.Arbitrary<readonly StoreCommand[]> = fc
  .array(command, { minLength: 4, maxLength: 24 })
  .map((commands) => atWork.concat(commands));
