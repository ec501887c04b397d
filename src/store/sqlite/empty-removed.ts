import type { DatabaseSync } from "node:sqlite";

import { inTransaction } from "./in-transaction.ts";

/** How many rows are deleted in one transaction: a few milliseconds, for which others wait. */
const rowsAtOnce = 500;

/**
 * Deletes the records, the names of the results and the checkpoints of all removed runs, a part in each step, which gives the bytes of
 * the records. Those an earlier, interrupted removal left are among them.
 */
export function* emptyRemoved(database: DatabaseSync): Generator<number> {
  const deleteBatches = database.prepare(
    "DELETE FROM batches WHERE run = ? AND seq IN (SELECT seq FROM batches WHERE run = ? ORDER BY seq LIMIT ?) RETURNING octet_length(body) AS bytes",
  );
  const deleteResults = database.prepare(
    "DELETE FROM results WHERE run = ? AND execution IN (SELECT execution FROM results WHERE run = ? ORDER BY execution LIMIT ?)",
  );
  const deleteCheckpoint = database.prepare(
    "DELETE FROM checkpoints WHERE run = ? AND page IN (SELECT page FROM checkpoints WHERE run = ? ORDER BY page LIMIT ?)",
  );
  for (const { no } of database.prepare(left).all()) {
    const run = Number(no);
    for (let rows = rowsAtOnce; rows === rowsAtOnce;) {
      const deleted = inTransaction(database, () => deleteBatches.all(run, run, rowsAtOnce));
      rows = deleted.length;
      yield deleted.reduce((sum, { bytes }) => sum + Number(bytes), 0);
    }
    for (let rows = rowsAtOnce; rows === rowsAtOnce;) {
      rows = Number(inTransaction(database, () => deleteResults.run(run, run, rowsAtOnce)).changes);
      yield 0;
    }
    for (let rows = rowsAtOnce; rows === rowsAtOnce;) {
      rows = Number(inTransaction(database, () => deleteCheckpoint.run(run, run, rowsAtOnce)).changes);
      yield 0;
    }
  }
}

const left = `SELECT no FROM runs WHERE removed_at IS NOT NULL AND (
  EXISTS (SELECT 1 FROM batches WHERE batches.run = runs.no)
  OR EXISTS (SELECT 1 FROM results WHERE results.run = runs.no)
  OR EXISTS (SELECT 1 FROM checkpoints WHERE checkpoints.run = runs.no))`;
