import type * as Effect from "effect/Effect";

import type { StoreError } from "../../store-error.ts";
import type { JournalRecord, RunId } from "../../journal/record.ts";
import { readDatabase } from "./read-database.ts";
import { checkedRecords } from "./read-records.ts";

/**
 * Gives `take` the records of a stored run, one by one and each held against the chain, so that they are never all in
 * memory; fails at the first that is not as it was written. None for no such run.
 */
export const eachRecord = (
  path: string,
  runId: RunId,
  take: (record: JournalRecord) => void,
): Effect.Effect<void, StoreError> =>
  readDatabase(path, (database) => {
    for (const record of checkedRecords(database, runId)) take(record);
  });
