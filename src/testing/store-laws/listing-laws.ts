import * as Effect from "effect/Effect";

import type { JournalRecord, RunId } from "../../journal/record.ts";
import { foldJournal } from "../../journal/journal-fold.ts";
import type { StoredRun } from "../../store/store.ts";
import { expectSame } from "../law-broken.ts";
import { play, playAll, sampleRun } from "../sample-run.ts";
import type { StoreLaw } from "../store-law.ts";

/** What every store knows of its runs without reading them. */
export const listingLaws: readonly StoreLaw[] = [
  {
    claim: "says of each run what its records add up to, after each append",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        const run = yield* store.own(runId);
        const told: JournalRecord[] = [];
        for (const turn of sampleRun(runId)) {
          told.push(...(yield* play(run, turn)));
          yield* expectSame("the row", (yield* store.runs).map(factsOf), [factsOf(folded(told))]);
        }
      }),
  },
  {
    claim: "lists runs newest first, and backwards by their ids where they began at the same time",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        // In UTF-8, and by code points, the last two are the other way round than by JavaScript's `<`.
        const begun = [
          ["b", 2000],
          ["a", 1000],
          ["B", 1000],
          ["c", 3000],
          ["aa", 1000],
          ["\u{1f4a5}", 1000],
          ["\ufb00", 1000],
        ] as const;
        for (const [id, at] of begun) {
          const [first] = sampleRun(id as RunId, at - 1);
          if (first) yield* play(yield* store.own(id as RunId), first);
        }
        const expected = ["c", "b", "\u{1f4a5}", "\ufb00", "aa", "a", "B"];
        yield* expectSame(
          "the order",
          (yield* store.runs).map((run) => run.runId),
          expected,
        );
        yield* expectSame(
          "the order, opened anew",
          (yield* (yield* open).runs).map((run) => run.runId),
          expected,
        );
      }),
  },
  {
    claim: "tells runs apart whatever their ids are made of",
    proof: ({ open, crashed }) =>
      Effect.gen(function* () {
        const store = yield* open;
        for (const [at, id] of hostileIds.entries())
          yield* playAll(yield* store.own(id), sampleRun(id).slice(0, at % 8));
        for (const opened of [store, yield* open, yield* (yield* crashed).open]) {
          const listed = (yield* opened.runs).map((run) => run.runId);
          for (const [at, id] of hostileIds.entries()) {
            const expected = sampleRun(id)
              .slice(0, at % 8)
              .flatMap(({ records }) => records);
            yield* expectSame(`whether ${JSON.stringify(id)} is listed`, listed.includes(id), at % 8 > 0);
            if (at % 8 > 0)
              yield* expectSame(
                `records of ${JSON.stringify(id)}`,
                (yield* opened.records(id)).length,
                expected.length,
              );
          }
          yield* expectSame("how many are listed", listed.length, hostileIds.filter((_, at) => at % 8 > 0).length);
        }
      }),
  },
];

const runId = "r" as RunId;

const hostileIds = [
  "..",
  "../..",
  "/",
  "a/b",
  "a\\b",
  ".",
  "CON",
  "__proto__",
  "constructor",
  "toString",
  "'; DROP TABLE runs; --",
  '"',
  "%",
  "_",
  "a_",
  "ab",
  "NULL",
  "1",
  "1.0",
  "01",
  " a",
  "a ",
  "a",
  "A",
  "a\0",
  "a\0b",
  "\n",
  "\u00e9",
  "e\u0301",
  "\u{1f468}\u200d\u{1f469}",
  "\u202e",
  "\ufeff",
  "x".repeat(255),
  "x".repeat(254),
  "\u4e16".repeat(85),
  "y".repeat(10_000),
] as RunId[];

type Facts = Omit<StoredRun, "owned">;

/** What the records of a run add up to, by the fold that everything else is read with. */
const folded = (records: readonly JournalRecord[]): Facts => {
  const state = foldJournal(records);
  const { started, executions } = state;
  return {
    runId: started?.runId ?? runId,
    workflow: started?.workflow ?? "",
    startedAt: started?.at ?? 0,
    updatedAt: records.at(-1)?.at ?? 0,
    state: state.state === "NotStarted" ? "InProgress" : state.state,
    records: records.length,
    executions,
  };
};

const factsOf = ({ runId: id, workflow, startedAt, updatedAt, state, records, executions }: Facts): unknown => {
  const { NotStarted, InProgress, Completed, Failed } = executions;
  return { id, workflow, startedAt, updatedAt, state, records, counts: [NotStarted, InProgress, Completed, Failed] };
};
