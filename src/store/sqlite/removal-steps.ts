import type { DatabaseSync } from "node:sqlite";

import type { EpochMs } from "../../journal/record.ts";
import { BlobFiles } from "./blob-files.ts";
import { emptyRemoved } from "./empty-removed.ts";
import { giveBackSpace } from "./give-back-space.ts";
import { markRemoved, type Marked } from "./mark-removed.ts";
import type { RemovedRun } from "./retention-rule.ts";
import { storePlace } from "./store-place.ts";
import { sweepBlobs } from "./sweep-blobs.ts";
import { sweepFiles } from "./sweep-files.ts";

/**
 * The steps of a removal, each a short transaction, which gives the bytes of records and results that went with it.
 *
 * Between any two of them the store is whole, whatever becomes of the rest: first the runs are marked, so that nobody
 * reads half of one; then what only they have goes; and a file goes after the row that refers to it.
 */
export function* removalSteps(
  database: DatabaseSync,
  chosen: readonly RemovedRun[],
  now: EpochMs,
  marked: Marked,
): Generator<number> {
  const { locks, blobs } = storePlace(database);
  yield* markRemoved(database, locks, chosen, now, marked);
  yield* emptyRemoved(database);
  yield* sweepBlobs(database);
  yield* sweepFiles(database, new BlobFiles(blobs, "full"));
  yield* giveBackSpace(database, locks);
}
