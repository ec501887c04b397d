import type { DatabaseSync } from "node:sqlite";

import { inTransaction } from "./in-transaction.ts";
import { isWholeRow } from "./row-check.ts";
import { UnreferredValues } from "./unreferred-values.ts";

/** How much is deleted in one transaction, in rows and in bytes: a few milliseconds, for which others wait. */
const rowsAtOnce = 200;
const bytesAtOnce = 8 * 1_024 * 1_024;

/** How many records the row of each run stands for, and the last batch of those that go on. */
const selectRuns = `SELECT no, records, CASE WHEN state = 'InProgress' AND removed_at IS NULL
  THEN (SELECT max(seq) FROM batches WHERE run = no AND seq > records) END AS last FROM runs`;

/**
 * Deletes the values that no result refers to, a part in each step, which gives their bytes.
 *
 * All results are read once, while others write. Whether somebody has come to refer to one of the values since is asked
 * in the transaction that deletes it, of the runs that have more records than before the reading; so are the values that
 * records tell of and no result refers to yet.
 */
export function* sweepBlobs(database: DatabaseSync): Generator<number> {
  const runs = database.prepare(selectRuns);
  const known = new Map(runs.all().map((row) => [row["no"], row["records"]]));
  const unreferred = new UnreferredValues(database);
  const selectRow = database.prepare("SELECT * FROM runs WHERE no = ?");
  const told = new Map<unknown, unknown>();
  // Looked at once: whoever writes to a run with such a row writes that anew.
  const damaged = database
    .prepare("SELECT * FROM runs")
    .all()
    .filter((row) => !isWholeRow(row));
  database.exec(
    "CREATE TEMP TABLE unreferenced AS SELECT no AS blob FROM blobs WHERE no NOT IN (SELECT blob FROM results) ORDER BY no",
  );
  const referTo = database.prepare(
    "DELETE FROM temp.unreferenced WHERE blob IN (SELECT blob FROM results WHERE run = ?)",
  );
  const tellOf = database.prepare("DELETE FROM temp.unreferenced WHERE blob = (SELECT no FROM blobs WHERE hash = ?)");
  const next = database.prepare(
    "SELECT unreferenced.rowid AS place, no, COALESCE(file_size, length(bytes)) AS bytes FROM temp.unreferenced JOIN blobs ON no = blob WHERE unreferenced.rowid > ? ORDER BY unreferenced.rowid LIMIT ?",
  );
  const deleteBlob = database.prepare("DELETE FROM blobs WHERE no = ?");
  database.exec("CREATE UNIQUE INDEX temp.unreferenced_blob ON unreferenced (blob)");
  yield 0;

  let done = 0;
  const deleteSome = (): { readonly rows: number; readonly bytes: number } => {
    for (const row of damaged.splice(0)) for (const hash of unreferred.of(row)) tellOf.run(hash);
    for (const { no, records, last } of runs.all()) {
      if (known.get(no) !== records) {
        referTo.run(Number(no));
        known.set(no, records);
      }
      if (last === null || told.get(no) === last) continue;
      for (const hash of unreferred.of(selectRow.get(Number(no)) ?? {})) tellOf.run(hash);
      told.set(no, last);
    }
    let [rows, bytes] = [0, 0];
    for (const { place, no, bytes: size } of next.all(done, rowsAtOnce)) {
      if (rows > 0 && bytes + Number(size) > bytesAtOnce) break;
      deleteBlob.run(Number(no));
      done = Number(place);
      rows++;
      bytes += Number(size);
    }
    return { rows, bytes };
  };

  for (;;) {
    const { rows, bytes } = inTransaction(database, deleteSome);
    if (rows === 0) break;
    yield bytes;
  }
  database.exec("DROP TABLE temp.unreferenced");
}
