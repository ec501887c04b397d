import * as Deferred from "effect/Deferred";
import * as Effect from "effect/Effect";
import type * as Semaphore from "effect/Semaphore";

import type { StoreError } from "../store-error.ts";
import type { EpochMs } from "../journal/record.ts";
import type { RecordBatch } from "./record-batch.ts";

/** Adds its records to a batch. */
export type BuildRecords = (batch: RecordBatch) => void;

/** Records what all of them add, in their order, as one batch: whole or not at all. It gives the time it recorded. */
export type AppendBatch = (builds: readonly BuildRecords[]) => Effect.Effect<EpochMs, StoreError>;

interface Group {
  readonly builds: BuildRecords[];
  readonly appended: Deferred.Deferred<EpochMs, StoreError>;
}

/**
 * Lets writers that record in the same turn, or while an append is under way, share one append. The first of them leads,
 * the others wait for it; none goes on before its own records are kept.
 *
 * A store that waits for the disk with every commit takes about as long for eight records as for one.
 */
export const groupCommit = (
  append: AppendBatch,
  turn: Semaphore.Semaphore,
): ((build: BuildRecords) => Effect.Effect<EpochMs, StoreError>) => {
  let open: Group | undefined;

  const lead = (group: Group): Effect.Effect<EpochMs, StoreError> =>
    Effect.andThen(
      // Whoever is ready to record now gets to join before the group is closed.
      Effect.yieldNow,
      turn.withPermit(
        Effect.suspend(() => {
          open = undefined;
          return append(group.builds);
        }),
      ),
    ).pipe(
      Effect.onExit((exit) => Effect.asVoid(Deferred.done(group.appended, exit))),
      // An interrupted leader would leave the others waiting for ever.
      Effect.uninterruptible,
    );

  return (build) =>
    Effect.suspend(() => {
      if (open !== undefined) {
        open.builds.push(build);
        return Deferred.await(open.appended);
      }
      open = { builds: [build], appended: Deferred.makeUnsafe() };
      return lead(open);
    });
};
