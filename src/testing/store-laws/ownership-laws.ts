import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Scope from "effect/Scope";

import type { RunId } from "../../journal/record.ts";
import { expectRefusal, expectSame } from "../law-broken.ts";
import { playAll, sampleRun } from "../sample-run.ts";
import type { StoreLaw } from "../store-law.ts";

const runId = "r" as RunId;
const turns = sampleRun(runId);

/** What every store does about who may write. */
export const ownershipLaws: readonly StoreLaw[] = [
  {
    claim: "gives a run to one owner at a time, whichever opening asks, and to the next when the scope has closed",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const [store, beside] = [yield* open, yield* open];
        const owners = yield* Scope.make();
        const run = yield* Scope.provide(store.own(runId), owners);
        for (const other of [store, beside]) {
          yield* expectRefusal("a second owner of a new run", other.own(runId), "StoreLocked");
        }
        yield* playAll(run, turns.slice(0, 3));
        for (const other of [store, beside]) {
          yield* expectRefusal("a second owner", other.own(runId), "StoreLocked");
          yield* expectSame("owned", (yield* other.runs)[0]?.owned, true);
        }
        yield* Scope.close(owners, Exit.void);
        yield* expectSame("owned, after the scope closed", (yield* beside.runs)[0]?.owned, false);
        const next = yield* beside.own(runId);
        yield* playAll(next, turns.slice(3));
        yield* expectRefusal("the first opening, while the second owns", store.own(runId), "StoreLocked");
        yield* expectSame("owned, though the run is over", (yield* store.runs)[0]?.owned, false);
      }),
  },
  {
    claim: "takes no record from who owned a run once, even when nobody owns it now",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        const former = yield* Effect.scoped(Effect.tap(store.own(runId), (run) => playAll(run, turns.slice(0, 2))));
        const next = turns[2]?.records ?? [];
        yield* expectRefusal("a former owner's record", former.journal.append(next), "StoreError", "failed");
        const run = yield* store.own(runId);
        yield* expectRefusal("a former owner's record", former.journal.append(next), "StoreError", "failed");
        yield* playAll(run, turns.slice(2));
      }),
  },
  {
    claim: "lets one process own many runs, and record them by turns",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        const ids = ["one", "two", "three"] as RunId[];
        const owned = yield* Effect.forEach(ids, (id) => Effect.map(store.own(id), (run) => [id, run] as const));
        for (const at of turns.keys())
          for (const [id, run] of owned) yield* playAll(run, sampleRun(id).slice(at, at + 1));
        for (const id of ids) {
          const expected = sampleRun(id).flatMap(({ records }) => records);
          const records = yield* store.records(id);
          yield* expectSame(`the records of run ${id}`, records.map(numberAndType), expected.map(numberAndType));
          yield* expectSame("its id", records[0]?.type === "run.started" && records[0].runId, id);
        }
      }),
  },
  {
    claim: "lets a run be read beside its owner, up to its last kept record",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const run = yield* (yield* open).own(runId);
        const reader = yield* open;
        let count = 0;
        for (const turn of turns) {
          count += (yield* playAll(run, [turn])).length;
          yield* expectSame("the records a reader sees", (yield* reader.records(runId)).length, count);
          yield* expectSame("the records its row counts", (yield* reader.runs)[0]?.records, count);
        }
      }),
  },
  {
    claim: "gives a run away when its owner's scope closes without an end: it is in progress, and goes on",
    proof: ({ open }) =>
      Effect.gen(function* () {
        const store = yield* open;
        yield* Effect.exit(
          Effect.scoped(
            Effect.flatMap(store.own(runId), (run) =>
              Effect.andThen(playAll(run, turns.slice(0, 4)), Effect.die("the owner broke")),
            ),
          ),
        );
        const [row] = yield* store.runs;
        yield* expectSame("what was left", [row?.state, row?.owned], ["InProgress", false]);
        yield* playAll(yield* store.own(runId), turns.slice(4));
        yield* expectSame("the state in the end", (yield* store.runs)[0]?.state, "Failed");
      }),
  },
];

const numberAndType = ({ seq, type }: { readonly seq: number; readonly type: string }): readonly unknown[] => [
  seq,
  type,
];
