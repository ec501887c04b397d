import type { RecordRow } from "./record-row.ts";
import type { RunColumns } from "./run-columns.ts";

/** Records that came since: what a stream of a live run is made of, JSON-safe. */
export interface RowBatch {
  /** The `seq` of the first of `rows`. */
  readonly from: number;
  readonly rows: readonly RecordRow[];
}

/** The records after `seq`, at most `limit`. */
export const rowsAfter = (run: RunColumns, seq: number, limit: number): RowBatch => {
  const end = Math.min(run.length, seq + limit);
  const rows: RecordRow[] = [];
  for (let next = seq + 1; next <= end; next++) rows.push(run.row(next));
  return { from: seq + 1, rows };
};

/**
 * Appends what is new in a batch, and says whether it fits: not when records between are missing. What is known already
 * is passed over, so that a batch may come twice.
 */
export const appendRows = (run: RunColumns, { from, rows }: RowBatch): boolean => {
  if (from > run.length + 1) return false;
  for (const row of rows.slice(run.length + 1 - from)) run.append(row);
  return true;
};
