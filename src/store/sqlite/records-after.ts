import type * as Effect from "effect/Effect";

import type { StoreError } from "../../error.ts";
import { decodeRecord } from "../../journal/codec.ts";
import type { JournalRecord } from "../../journal/record.ts";
import { readDatabase } from "./read-database.ts";

/**
 * The records of a stored run that follow the one numbered `seq`, at most `limit`: none when there are none, or no such
 * run. They are decoded, and not held against the chain: reading on in a run that grows costs what is new.
 */
export const recordsAfter = (
  path: string,
  runId: string,
  seq: number,
  limit: number,
): Effect.Effect<readonly JournalRecord[], StoreError> =>
  readDatabase(path, (database) =>
    database
      .prepare("SELECT body FROM records WHERE run_id = ? AND seq > ? ORDER BY seq LIMIT ?")
      .all(runId, seq, limit)
      .map(({ body }) => decodeRecord(JSON.parse(String(body)))),
  );
