import { crc32 } from "node:zlib";

import type { EpochMs } from "../../journal/record.ts";
import type { Row } from "./run-row.ts";

/** What the row of a run says, in the order in which it is summed up. */
const facts = [
  "run_id",
  "workflow",
  "state",
  "started_at",
  "updated_at",
  "records",
  "executions",
  "started",
  "completed",
  "failed",
  "removed_at",
] as const;

/**
 * The checksum of the row of a run. SQLite has none, and the row is what `runs` is told from, without its records. It
 * finds what a disk did, not what somebody did: who changes a row can sum it up again. One microsecond.
 */
export const rowCheck = (row: Row): number => {
  const head = row["head"];
  return crc32(head instanceof Uint8Array ? head : "", crc32(JSON.stringify(facts.map((name) => row[name]))));
};

/** Whether a row is as it was written. */
export const isWholeRow = (row: Row): boolean => rowCheck(row) === row["row_check"];

/** When the run of a row was removed; undefined unless it was, and for a row that is not as it was written. */
export const removedAt = (row: Row | undefined): EpochMs | undefined => {
  const at = row?.["removed_at"];
  return typeof at === "number" && row !== undefined && isWholeRow(row) ? at : undefined;
};
