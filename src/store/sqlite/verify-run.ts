import type { DatabaseSync } from "node:sqlite";

import * as Effect from "effect/Effect";

import type { StoreError } from "../../store-error.ts";
import type { RunId } from "../../journal/record.ts";
import { checkOptions } from "../../workflow/check-options.ts";
import { BlobFiles } from "./blob-files.ts";
import { type CheckedRecords, checkRecords, hexOf, type StoreProblem } from "./check-records.ts";
import { CheckedCheckpoint } from "./checkpoint/checked-checkpoint.ts";
import { CheckedRow } from "./checked-row.ts";
import { checkResults } from "./check-results.ts";
import { missingRun, removedRun } from "./missing-run.ts";
import { readDatabase } from "./read-database.ts";
import { storePlace } from "./store-place.ts";
import { runNumber, runsWithoutRow } from "./run-number.ts";
import { storedBatches } from "./stored-batches.ts";

/** What a stored run is compared with beyond itself. */
export interface VerifyOptions {
  /**
   * A {@link Verification.head} that was noted outside of the store. Whoever can write to the file can rewrite a run
   * as a whole, or cut off its end, so that it fits together again; but not so that a record has this hash.
   */
  readonly anchor?: string;
}

/** Whether a stored run is as it was written. */
export interface Verification {
  readonly runId: RunId;
  /** How many records are as they were written: all of them, or those before the first that is not. */
  readonly records: number;
  /** The hash of the last of them, in hexadecimal: an anchor for later. */
  readonly head: string;
  /** How many results are as they were written. */
  readonly results: number;
  /** What is not as it was written; empty when everything is. */
  readonly problems: readonly StoreProblem[];
}

/**
 * Verifies a run of a store file, without changing it, at any time: also while the run goes on.
 *
 * Every record's hash is computed again, over that of the record before it; the records are replayed, so that each is
 * legal where it stands; the run's row and its checkpoint must say what they add up to where those were written; and every
 * result they name must be there, with the bytes that were written, in the file or beside it. Fails with a StoreError when there is no such run, or no store.
 *
 * @example
 * ```ts
 * import { Effect } from "effect";
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const path = join(mkdtempSync(join(tmpdir(), "runs-")), "runs.db");
 * const workflow = defineWorkflow("kept").module("Loader", { run: () => 1 });
 * const executor = new Executor({ workflow, config: { Loader: { one: {} } }, store: sqliteStore(path), runId: "r1" });
 * await executor.run();
 * const { records, problems } = await Effect.runPromise(verifyRun(path, "r1"));
 * records === executor.status.seq; // => true
 * problems; // => []
 * ```
 */
export const verifyRun = (
  path: string,
  runId: string,
  options: VerifyOptions = {},
): Effect.Effect<Verification, StoreError> => {
  checkOptions("verifyRun", options, "anchor");
  return Effect.tap(
    readDatabase(path, (database) => verified(database, path, runId as RunId, options.anchor)),
    // The files of a run that is removed meanwhile are not lost.
    ({ problems }) => (problems.length === 0 ? Effect.void : readDatabase(path, refuseRemoved(path, runId))),
  );
};

const refuseRemoved =
  (path: string, runId: string) =>
  (database: DatabaseSync): void => {
    const removed = removedRun(database, path, runId);
    if (removed !== undefined) throw removed;
  };

/** The ids of all runs a store holds, newest first; those that have lost their row at the end. Not of removed ones. */
export const allRunIds = (path: string): Effect.Effect<readonly RunId[], StoreError> =>
  readDatabase(path, (database) => {
    const rows = database
      .prepare("SELECT run_id FROM runs WHERE removed_at IS NULL ORDER BY started_at DESC, run_id DESC")
      .all();
    const lost = runsWithoutRow(database).map(({ runId }) => runId);
    return [...new Set([...rows.map((row) => String(row["run_id"]) as RunId), ...lost.toSorted()])];
  });

const problemsOf = (
  checked: CheckedRecords,
  checkedRow: CheckedRow,
  { problem: wrongCheckpoint }: CheckedCheckpoint,
): readonly StoreProblem[] => {
  const { problem, count, anchored } = checked;
  if (problem !== undefined) return [problem];
  const wrong = checkedRow.problem(checked);
  if (wrong !== undefined) return [wrong];
  if (!anchored) return [{ seq: count + 1, reason: offAnchor }];
  return wrongCheckpoint === undefined ? [] : [wrongCheckpoint];
};

const offAnchor =
  "no record has the hash of the anchor: records were deleted from here on, or earlier ones written anew with other hashes";

const verified = (database: DatabaseSync, path: string, runId: RunId, anchor: string | undefined): Verification => {
  refuseRemoved(path, runId)(database);
  const row = database.prepare("SELECT * FROM runs WHERE run_id = ?").get(runId);
  const number = runNumber(database, runId) ?? 0;
  const checkedRow = new CheckedRow(row);
  const checkpoint = new CheckedCheckpoint(database, number);
  const checked = checkRecords(
    () => storedBatches(database, number),
    runId,
    anchor?.toLowerCase(),
    (state, head, updatedAt) => {
      checkedRow.check(state, head, updatedAt);
      checkpoint.check(state, head);
    },
  );
  if (row === undefined && checked.count === 0 && checked.problem === undefined)
    throw missingRun(database, path, runId);
  const results = checkResults(
    database,
    new BlobFiles(storePlace(database).blobs, "process"),
    number,
    checked.completions,
    checkedRow.counted,
  );
  return {
    runId,
    records: checked.count,
    head: hexOf(checked.head),
    results: results.count,
    problems: [...problemsOf(checked, checkedRow, checkpoint), ...results.problems],
  };
};
