import type { DatabaseSync } from "node:sqlite";

import { inTransaction } from "./in-transaction.ts";

/** How many rows are deleted in one transaction: a few milliseconds, for which others wait. */
const rowsAtOnce = 1_000;

/**
 * Deletes the records and the names of the results of all removed runs, a part in each step, which gives the bytes of
 * the records. Those an earlier, interrupted removal left are among them.
 */
export function* emptyRemoved(database: DatabaseSync): Generator<number> {
  const deleteRecords = database.prepare(
    "DELETE FROM records WHERE run_id = ? AND seq IN (SELECT seq FROM records WHERE run_id = ? ORDER BY seq LIMIT ?) RETURNING octet_length(body) AS bytes",
  );
  const deleteResults = database.prepare(
    "DELETE FROM results WHERE run_id = ? AND execution IN (SELECT execution FROM results WHERE run_id = ? ORDER BY execution LIMIT ?)",
  );
  for (const { run_id: runId } of database.prepare(left).all()) {
    const id = String(runId);
    for (let rows = rowsAtOnce; rows === rowsAtOnce;) {
      const deleted = inTransaction(database, () => deleteRecords.all(id, id, rowsAtOnce));
      rows = deleted.length;
      yield deleted.reduce((sum, { bytes }) => sum + Number(bytes), 0);
    }
    for (let rows = rowsAtOnce; rows === rowsAtOnce;) {
      rows = Number(inTransaction(database, () => deleteResults.run(id, id, rowsAtOnce)).changes);
      yield 0;
    }
  }
}

const left = `SELECT run_id FROM runs WHERE removed_at IS NOT NULL AND (
  EXISTS (SELECT 1 FROM records WHERE records.run_id = runs.run_id)
  OR EXISTS (SELECT 1 FROM results WHERE results.run_id = runs.run_id))`;
