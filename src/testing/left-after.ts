import * as Effect from "effect/Effect";
import * as Scope from "effect/Scope";

import type { JournalRecord } from "../journal/record.ts";
import { endsRun } from "../store/check-append.ts";
import type { OwnedRun, StoreService } from "../store/store.ts";
import type { StoreSubject } from "./store-subject.ts";

/**
 * What is left in a store when the process that runs `live` on it dies right after the append of this record; undefined
 * when that ended the run, or never came.
 */
export const leftAfter = (
  record: number,
  subject: StoreSubject,
  live: (store: StoreSubject["open"]) => Effect.Effect<unknown, unknown>,
): Effect.Effect<StoreSubject | undefined, never, Scope.Scope> =>
  Effect.gen(function* () {
    const scope = yield* Effect.scope;
    let left: StoreSubject | undefined;
    const die = Effect.flatMap(Scope.provide(subject.crashed, scope), (copy) => {
      left = copy;
      return Effect.die("the process is dead");
    });
    const dying = (run: OwnedRun): OwnedRun => ({
      ...run,
      journal: {
        append: (records) =>
          Effect.andThen(
            run.journal.append(records),
            Effect.suspend(() => (isIn(records, record) && !records.some(endsRun) ? die : Effect.void)),
          ),
      },
    });
    const store = Effect.map(subject.open, (opened): StoreService => ({
      ...opened,
      own: (runId) => Effect.map(opened.own(runId), dying),
    }));
    yield* Effect.exit(live(store));
    return left;
  });

const isIn = (records: readonly JournalRecord[], seq: number): boolean => records.some((record) => record.seq === seq);
