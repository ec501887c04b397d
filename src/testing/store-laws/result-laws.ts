import * as Effect from "effect/Effect";

import type { RunId } from "../../journal/record.ts";
import type { ResultStoreService } from "../../store/result-store.ts";
import type { Tracked } from "../../workflow/module.ts";
import { expectRefusal, expectSame, expectSameValue, type LawBroken } from "../law-broken.ts";
import { noJson } from "../no-json.ts";
import { play, playAll, sampleResults, sampleRun, telling, type Turn } from "../sample-run.ts";
import type { StoreLaw } from "../store-law.ts";

const runId = "r" as RunId;
const turns = sampleRun(runId);
const [frame, other] = sampleResults;

const expectResult = (
  subject: string,
  results: Pick<ResultStoreService, "get">,
  execution: number,
  expected: Tracked<unknown> | undefined,
): Effect.Effect<void, LawBroken> =>
  Effect.suspend(() => {
    const found = results.get(execution);
    return Effect.andThen(
      expectSameValue(`the data of ${subject}`, found?.data, expected?.data),
      expectSame(`the schema of ${subject}`, found && found.schema, expected && expected.schema),
    );
  });

/** The turn that completes an execution, with another result. */
const completing = (execution: number, tracked: Tracked<unknown>): Turn => {
  const turn = turns.find(({ put }) => put?.execution === execution);
  return { records: turn?.records ?? [], put: { execution, tracked } };
};

/** Values that only an exact store gives back, one after the other in the place of the second result. */
const exact: readonly (readonly [string, unknown])[] = [
  ["nothing", undefined],
  ["null", null],
  ["negative zero", -0],
  ["a number that is none", Number.NaN],
  ["a big integer", 2n ** 80n],
  ["bytes", Uint8Array.of(0, 255, 128)],
  ["numbers of one type", Float64Array.of(-0, Number.NaN, 1e300)],
  ["a text with a lone half of a pair", "\ud800"],
  ["a list with a hole", [1, , 3]], // eslint-disable-line no-sparse-arrays
  ["an error with its cause", new RangeError("far", { cause: new Error("near") })],
  ["keys in their order", { b: 1, a: { "": [], __proto__x: {} } }],
  ["a megabyte", "x".repeat(2 ** 20)],
];

/** What every store does with results. */
export const resultLaws: readonly StoreLaw[] = [
  {
    claim: "gives back the data and schema of a result, to its owner and to any reader, opened anew or not",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        yield* Effect.scoped(
          Effect.gen(function* () {
            const run = yield* store.own(runId);
            yield* playAll(run, turns);
            yield* expectResult("the owner's result 0", run.results, 0, frame);
            yield* expectResult("the owner's result 1", run.results, 1, other);
            yield* expectResult("the owner's result 2", run.results, 2, undefined);
          }),
        );
        for (const [at, opened] of [store, yield* open].entries()) {
          const results = yield* opened.results(runId);
          yield* expectResult("result 0", results, 0, frame);
          yield* expectResult("result 1", results, 1, other);
          yield* expectResult("result 2, which failed", results, 2, undefined);
          yield* expectResult("result 99, which is not in the plan", results, 99, undefined);
          const another = yield* opened.own(`another ${at}` as RunId);
          yield* expectResult("another run's result 0", another.results, 0, undefined);
        }
      }),
  },
  {
    claim: "shows a result with the record that tells of it: not before, and not without",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        const run = yield* store.own(runId);
        yield* playAll(run, turns.slice(0, 2));
        const results = yield* store.results(runId);
        yield* run.results.put(1, other);
        const ref = yield* run.results.put(0, frame);
        yield* expectResult("a result that was put", results, 0, undefined);
        const told = telling(turns[2]?.records ?? [], ref);
        const refused = run.journal.append([...told, noJson((told.at(-1)?.seq ?? 0) + 1)]);
        yield* expectRefusal("a batch that cannot be written", refused, "StoreError", "failed");
        yield* expectResult("a result whose record was refused", results, 0, undefined);
        yield* run.journal.append(told);
        yield* expectResult("a result whose record was appended", results, 0, frame);
        yield* expectResult("a result when another one's record was appended", results, 1, undefined);
      }),
  },
  {
    claim: "gives the schema of a result also to who began to read before it was recorded",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        const run = yield* store.own(runId);
        yield* playAll(run, turns.slice(0, 2));
        const results = yield* (yield* open).results(runId);
        yield* playAll(run, turns.slice(2, 3));
        yield* expectResult("result 0", results, 0, frame);
      }),
  },
  {
    claim: "gives a released result from what is stored, and a later owner the same",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        yield* Effect.scoped(
          Effect.gen(function* () {
            const run = yield* store.own(runId);
            yield* playAll(run, turns.slice(0, 3));
            yield* run.results.release(0);
            yield* expectResult("the released result", run.results, 0, frame);
            yield* run.results.put(1, other);
            yield* run.results.release(1);
            yield* expectResult("a result that was released before it was stored", run.results, 1, undefined);
          }),
        );
        const run = yield* store.own(runId);
        yield* expectResult("the later owner's result", run.results, 0, frame);
      }),
  },
  {
    claim: "keeps of a result that was put twice the last",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        const run = yield* store.own(runId);
        yield* playAll(run, turns.slice(0, 2));
        yield* run.results.put(0, other);
        yield* play(run, completing(0, frame));
        yield* expectResult("the owner's result", run.results, 0, frame);
        yield* expectResult("the stored result", yield* store.results(runId), 0, frame);
      }),
  },
  {
    claim: "keeps a recorded result when another is put for its execution, which no record tells of",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        const run = yield* store.own(runId);
        yield* playAll(run, turns.slice(0, 3));
        yield* run.results.put(0, other);
        yield* playAll(run, turns.slice(3));
        yield* expectResult("the stored result", yield* store.results(runId), 0, frame);
      }),
  },
  {
    claim: "refuses a record of another result than the last that was put for its execution",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        const run = yield* store.own(runId);
        yield* playAll(run, turns.slice(0, 2));
        const ref = yield* run.results.put(0, frame);
        yield* run.results.put(0, { data: other.data, schema: frame.schema });
        const told = telling(turns[2]?.records ?? [], ref);
        yield* expectRefusal(
          "the record of a result that was replaced",
          run.journal.append(told),
          "StoreError",
          "failed",
        );
        yield* play(run, completing(0, frame));
        yield* expectResult("the stored result", yield* store.results(runId), 0, frame);
      }),
  },
  {
    claim: "does not store what cannot be stored exactly, says why in the reference, and still has it for the owner",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        const run = yield* store.own(runId);
        yield* playAll(run, turns.slice(0, 2));
        yield* run.results.put(0, frame);
        const code = { data: { load: () => 1 }, schema: null };
        const told = yield* play(run, completing(0, code));
        const refs = told.flatMap((record) => (record.type === "module.completed" ? [record.result] : []));
        yield* expectSame("the reference", refs[0]?.startsWith("not storable: $.load"), true);
        yield* expectSame("the owner's result", run.results.get(0)?.data === code.data, true);
        yield* expectResult("the stored result", yield* store.results(runId), 0, undefined);
      }),
  },
  {
    claim: "gives equal results the same reference, and keeps those of one run apart from those of another",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        const [one, two] = ["one", "two"] as RunId[];
        const first = yield* store.own(one as RunId);
        const second = yield* store.own(two as RunId);
        const [equal, same] = [yield* first.results.put(0, frame), yield* second.results.put(0, frame)];
        yield* expectSame("the reference of an equal result", same, equal);
        yield* playAll(first, sampleRun(one as RunId).slice(0, 3));
        yield* playAll(second, sampleRun(two as RunId).slice(0, 2));
        yield* play(second, completing(0, { data: other.data, schema: frame.schema }));
        yield* expectResult("the first run's result", yield* store.results(one as RunId), 0, frame);
        yield* expectResult("the second run's result", yield* store.results(two as RunId), 0, {
          data: other.data,
          schema: frame.schema,
        });
      }),
  },
  ...exact.map(([name, data]): StoreLaw => ({
    claim: `keeps ${name} as a result`,
    proof: ({ open, crashed }) =>
      Effect.gen(function* () {
        const store = yield* open;
        const run = yield* store.own(runId);
        yield* playAll(run, turns.slice(0, 2));
        yield* play(run, completing(0, { data, schema: frame.schema }));
        yield* expectResult("the result", yield* store.results(runId), 0, { data, schema: frame.schema });
        const left = yield* (yield* crashed).open;
        yield* expectResult("the result after a crash", yield* left.results(runId), 0, { data, schema: frame.schema });
      }),
  })),
];
