import * as Effect from "effect/Effect";

import type { JournalRecord, RunId } from "../../journal/record.ts";
import { expectRefusal, expectSame, expectSameValue } from "../law-broken.ts";
import { play, playAll, sampleRun } from "../sample-run.ts";
import type { StoreLaw } from "../store-law.ts";

const runId = "r" as RunId;
const turns = sampleRun(runId);

/** What every store has left when the process that wrote to it died. */
export const crashLaws: readonly StoreLaw[] = [
  {
    claim: "has after a crash every record that was appended, with its result, owned by nobody, and goes on",
    proof: ({ open, crashed }) =>
      Effect.gen(function* () {
        const store = yield* open;
        const run = yield* store.own(runId);
        const told: JournalRecord[] = [];
        for (const [at, turn] of turns.entries()) {
          told.push(...(yield* play(run, turn)));
          yield* Effect.scoped(
            Effect.gen(function* () {
              const left = yield* (yield* crashed).open;
              const row = (yield* left.runs)[0];
              const over = at === turns.length - 1;
              yield* expectSame(
                "the row",
                [row?.records, row?.state, row?.owned],
                [told.length, over ? "Failed" : "InProgress", false],
              );
              const next = yield* left.own(runId);
              yield* expectSame("the records", next.records, told);
              for (const { put } of turns.slice(0, at + 1))
                if (put) yield* expectSameValue("a result", next.results.get(put.execution)?.data, put.tracked.data);
              yield* playAll(next, turns.slice(at + 1));
              yield* expectSame("the state in the end", (yield* left.runs)[0]?.state, "Failed");
            }),
          );
        }
      }),
  },
  {
    claim: "has after a crash nothing of what was put and not recorded",
    proof: ({ open, crashed }) =>
      Effect.gen(function* () {
        const run = yield* (yield* open).own(runId);
        yield* playAll(run, turns.slice(0, 2));
        yield* run.results.put(0, { data: 1, schema: null });
        const left = yield* (yield* crashed).open;
        yield* expectSame("the result", (yield* left.results(runId)).get(0), undefined);
      }),
  },
  {
    claim: "is not touched by the crash of a copy of it",
    proof: ({ open, crashed }) =>
      Effect.gen(function* () {
        const store = yield* open;
        const run = yield* store.own(runId);
        yield* playAll(run, turns.slice(0, 2));
        const left = yield* (yield* crashed).open;
        yield* playAll(yield* left.own(runId), turns.slice(2));
        yield* expectRefusal("a second owner of the first", store.own(runId), "StoreLocked");
        yield* playAll(run, turns.slice(2, 4));
        yield* expectSame("the state of the first", (yield* store.runs)[0]?.state, "InProgress");
        yield* expectSame("the state of the copy", (yield* left.runs)[0]?.state, "Failed");
      }),
  },
];
