import * as Effect from "effect/Effect";
import * as fc from "fast-check";

import { checkOptions } from "../../workflow/check-options.ts";
import { StatusError } from "../../error.ts";
import type { RunOutcome } from "../../executor/outcome.ts";
import { LawBroken } from "../law-broken.ts";
import { checkEarlierStatus, checkOutcome, checkStatus } from "./check-status.ts";
import type { LiveExecutor, RunEnd, StatusModel } from "./status-model.ts";

/** Something done to a live executor, or asked of it. */
export interface StatusCommand extends fc.AsyncCommand<StatusModel, LiveExecutor> {}

/** Which commands {@link statusCommands} draws. */
export interface StatusCommandsOptions {
  /** Default 20. */
  readonly maxCommands?: number;
  /**
   * Whether modules settle when a `fc.scheduler` says so. Then no command waits for the end of a run: while one does, the
   * scheduler lets nothing settle.
   */
  readonly scheduled?: boolean;
}

/**
 * Commands for `fc.asyncModelRun` and `fc.scheduledModelRun` over a live executor: it is run, run while it runs,
 * cancelled and awaited, and asked for its status in between, and at any record before.
 *
 * Whatever their order, the status is the fold of the records, never goes back, tells of an earlier record what it told
 * then, and agrees with what `run()` resolves to. A broken one is a {@link LawBroken}. For random interleavings of the
 * modules too, let them wait for `scheduler.schedule(…)`, and use `fc.scheduledModelRun` with `scheduled: true`. A run
 * that is in progress after the last command is left to itself.
 *
 * @example
 * ```ts
 * import * as fc from "fast-check";
 *
 * const workflow = defineWorkflow("halves")
 *   .module("Loader", { run: async ({ params }) => Number(params["n"]) })
 *   .module("Halver", { run: ({ input }) => input.data / 2 });
 * const config = { Loader: { one: { n: 1 }, two: { n: 2 } }, Halver: { exact: {}, again: {} } };
 * await fc.assert(
 *   fc.asyncProperty(statusCommands(), (commands) =>
 *     fc.asyncModelRun(
 *       () => ({ model: new StatusModel(), real: new Executor({ workflow, config, concurrency: 2 }) }),
 *       commands,
 *     ),
 *   ),
 * );
 * ```
 */
export const statusCommands = (options: StatusCommandsOptions = {}): fc.Arbitrary<Iterable<StatusCommand>> => {
  checkOptions("statusCommands", options, "maxCommands scheduled");
  const { maxCommands = 20, scheduled = false } = options;
  return fc.commands<StatusModel, LiveExecutor, false>(
    [
      fc.constant(begin),
      fc.constant(beginAgain),
      fc.constant(cancel),
      fc.constant(scheduled ? endIfOver : end),
      fc.constant(look),
      fc.nat({ max: 1000 }).map(lookBack),
      fc.integer({ min: 1, max: 30 }).map(wait),
    ],
    { maxCommands, size: "max" },
  );
};

const command = (name: string, check: StatusCommand["check"], run: StatusCommand["run"]): StatusCommand => ({
  check,
  run: async (model, executor) => {
    await run(model, executor);
    checkStatus(model, executor.status);
  },
  toString: () => name,
});

const isRunning = ({ running }: StatusModel): boolean => running !== undefined;

const begin = command(
  "run()",
  (model) => !isRunning(model),
  async (model, executor) => {
    model.cancelled = false;
    model.runBefore = executor.status.runId;
    model.running = endOf(executor.run());
  },
);

const beginAgain = command("run() while it runs", isRunning, async (_, executor) => {
  // Once its end is recorded the next run may begin, though nobody has awaited the last one yet.
  if (executor.status.state !== "InProgress") return;
  const second = await endOf(executor.run());
  if (second.kind === "rejected" && second.thrown instanceof StatusError) return;
  const found = second.kind === "rejected" ? String(second.thrown) : `an outcome, ${second.outcome.state}`;
  throw new LawBroken({ subject: "run() while it runs", found, expected: "a StatusError" });
});

const cancel = command(
  "cancel()",
  () => true,
  async (model, executor) => {
    executor.cancel();
    model.cancelled ||= isRunning(model);
  },
);

const awaitEnd: StatusCommand["run"] = async (model, executor) => {
  const ended = await model.running;
  model.running = undefined;
  if (ended?.kind === "rejected") throw ended.thrown;
  if (ended !== undefined) checkOutcome(ended.outcome, model, executor.status);
};

const end = command("await", isRunning, awaitEnd);

const endIfOver = command("await if it is over", isRunning, async (model, executor) => {
  const { runId } = executor.status;
  // A run that was just begun has not begun its own status yet: what is over then is the one before.
  if (executor.status.isOver() && runId !== model.runBefore) await awaitEnd(model, executor);
});

const look = command(
  "look",
  () => true,
  async () => undefined,
);

const lookBack = (record: number): StatusCommand =>
  command(
    `look back at record ${record} or so`,
    () => true,
    async (model, { status }) => checkEarlierStatus(model, status, record % (status.seq + 1)),
  );

const wait = (turns: number): StatusCommand =>
  command(
    `wait ${turns} turns`,
    () => true,
    // As fibers do: microtasks alone would let no fiber go on.
    () => Effect.runPromise(Effect.repeat(Effect.yieldNow, { times: turns - 1 })).then(() => undefined),
  );

const endOf = (run: Promise<RunOutcome>): Promise<RunEnd> =>
  run.then(
    (outcome): RunEnd => ({ kind: "outcome", outcome }),
    (thrown: unknown): RunEnd => ({ kind: "rejected", thrown }),
  );
