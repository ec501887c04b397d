import * as Effect from "effect/Effect";

import type { JournalRecord, RunId } from "../../journal/record.ts";
import { expectRefusal, expectSame } from "../law-broken.ts";
import { play, playAll, sampleRun } from "../sample-run.ts";
import { noJson } from "../no-json.ts";
import type { StoreLaw } from "../store-law.ts";

const runId = "r" as RunId;
const turns = sampleRun(runId);
const [begin] = turns;

/** What every store does with records. */
export const recordLaws: readonly StoreLaw[] = [
  {
    claim: "gives a new run to its owner without records, and lists it once it has one",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        const run = yield* store.own(runId);
        yield* expectSame("the records of a new run", run.records, []);
        yield* expectSame("the runs before any record", yield* store.runs, []);
        if (begin) yield* play(run, begin);
        yield* expectSame("the runs after the first record", (yield* store.runs).length, 1);
      }),
  },
  {
    claim: "gives back every record as it was, in order, after each append",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        const run = yield* store.own(runId);
        const told: JournalRecord[] = [];
        for (const turn of turns) {
          told.push(...(yield* play(run, turn)));
          yield* expectSame("the records", yield* store.records(runId), told);
        }
      }),
  },
  {
    claim: "gives the same records when it is opened anew, and goes on after them",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const told: JournalRecord[] = [];
        for (const turn of turns)
          yield* Effect.scoped(
            Effect.gen(function* () {
              const store = yield* open;
              const run = yield* store.own(runId);
              yield* expectSame("the records its owner is given", run.records, told);
              told.push(...(yield* play(run, turn)));
            }),
          );
        yield* expectSame("the records", yield* (yield* open).records(runId), told);
      }),
  },
  {
    claim: "is not changed through records that were given to it, or by it",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        const run = yield* store.own(runId);
        const told = yield* playAll(run, sampleRun(runId).slice(0, 3));
        const expected = structuredClone(told);
        for (const record of [...told, ...(yield* store.records(runId))]) {
          // Whoever cannot write into a frozen record cannot change the store through it.
          yield* Effect.ignore(Effect.try(() => Object.assign(record, { at: 0 })));
        }
        yield* expectSame("the records", yield* store.records(runId), expected);
      }),
  },
  {
    claim: "refuses records that are not the next ones, as a whole batch, and takes the right ones afterwards",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        const run = yield* store.own(runId);
        const told: JournalRecord[] = [];
        for (const [at, turn] of turns.entries()) {
          for (const [how, batch] of misfits(at)) {
            yield* expectRefusal(`${how} before turn ${at}`, run.journal.append(batch), "StoreError", "failed");
            const held = yield* Effect.catchTag(store.records(runId), "StoreError", () => Effect.succeed([]));
            yield* expectSame(`the records after ${how}`, held, told);
          }
          told.push(...(yield* play(run, turn)));
        }
      }),
  },
  {
    claim: "takes an empty batch for nothing",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        const run = yield* store.own(runId);
        yield* run.journal.append([]);
        yield* expectSame("the runs after an empty batch", yield* store.runs, []);
        const told = yield* playAll(run, turns.slice(0, 2));
        yield* run.journal.append([]);
        yield* expectSame("the records", yield* store.records(runId), told);
      }),
  },
  {
    claim: "takes nothing after the end of a run, from its owner or a later one",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        const told = yield* Effect.scoped(Effect.flatMap(store.own(runId), (run) => playAll(run, turns)));
        const run = yield* store.own(runId);
        const resumed: JournalRecord = { seq: told.length + 1, at: 0, type: "run.resumed", concurrency: 1 };
        yield* expectRefusal("a record after the end", run.journal.append([resumed]), "StoreError", "failed");
        yield* expectSame("the records", yield* store.records(runId), told);
        yield* expectSame("the state", (yield* store.runs)[0]?.state, "Failed");
      }),
  },
  {
    claim: "refuses to read a run it does not hold",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        yield* store.own("owned" as RunId);
        for (const id of ["never", "owned"] as RunId[]) {
          yield* expectRefusal(`the records of run ${id}`, store.records(id), "StoreError", "unknown-run");
          yield* expectRefusal(`the results of run ${id}`, store.results(id), "StoreError", "unknown-run");
        }
      }),
  },
  {
    claim: "does nothing more once it is closed, and says so",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* Effect.scoped(open);
        yield* expectRefusal("listing", store.runs, "StoreError", "failed");
        yield* expectRefusal("reading", store.records(runId), "StoreError", "failed");
        yield* expectRefusal("owning", store.own(runId), "StoreError", "failed");
      }),
  },
];

/** Batches that may not follow the turns before this one, each of which would have been right but for one thing. */
const misfits = (at: number): readonly (readonly [string, readonly JournalRecord[]])[] => {
  const next = turns[at]?.records ?? [];
  const before = turns.slice(0, at).flatMap(({ records }) => records);
  const numbered = (by: number): readonly JournalRecord[] => next.map((each) => ({ ...each, seq: each.seq + by }));
  const started = begin?.records[0];
  const after = before.length + next.length + 1;
  return [
    ["a record that is no JSON after right ones", [...next, noJson(after)]],
    ["a gap", numbered(1)],
    ["a doubled number", numbered(-1)],
    ["a gap at the end of a batch", [...next, { seq: after + 1, at: 0, type: "run.resumed", concurrency: 1 }]],
    ...(at === 0 && started?.type === "run.started"
      ? ([
          ["another beginning", [{ seq: 1, at: 0, type: "run.resumed", concurrency: 1 }]],
          ["the beginning of another run", [{ ...started, runId: "other" as RunId }]],
          ["two beginnings", [started, { ...started, seq: 2 }]],
        ] as const)
      : started === undefined
        ? []
        : ([["a second beginning", [{ ...started, seq: before.length + 1 }]]] as const)),
  ];
};
