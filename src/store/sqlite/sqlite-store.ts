import { hostname } from "node:os";
import type { DatabaseSync } from "node:sqlite";

import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import { type StoreError, StoreLocked } from "../../store-error.ts";
import type { JournalRecord, RunId } from "../../journal/record.ts";
import type { StoredRun, StoreService } from "../store.ts";
import { whileOwned } from "../while-owned.ts";
import { checkOptions } from "../../workflow/check-options.ts";
import { checkWord } from "../../workflow/check-word.ts";
import { BlobFiles } from "./blob-files.ts";
import { CheckpointTable } from "./checkpoint/checkpoint-table.ts";
import { defaultCheckpointRecords } from "./checkpoint/checkpoint-writer.ts";
import { missingRun, removedRun } from "./missing-run.ts";
import { openDatabase, type OpenOptions } from "./open-database.ts";
import { ownedRun } from "./owned-run.ts";
import { RecordTable } from "./record-table.ts";
import { type ResultOptions, ResultTable } from "./result-table.ts";
import { ReuseTable } from "./reuse-table.ts";
import { isRunLocked, lockRun } from "./run-lock.ts";
import { runOfRow } from "./run-row.ts";
import { keptRunRows } from "./run-rows.ts";
import { storeFailure } from "./store-failure.ts";
import { storePlace } from "./store-place.ts";
import { storedResults } from "./stored-results.ts";

/** How a store file is opened, and how results are kept in it. */
export interface SqliteStoreOptions extends OpenOptions, ResultOptions {
  /**
   * After how many records it is kept what a run adds up to, so that going on with it reads at most about as many. Default
   * 10,000: 60 ms.
   */
  readonly checkpointRecords?: number;
}

/**
 * Runs in one SQLite file: written by any number of processes, each run by one at a time, read beside them.
 *
 * WAL mode; every batch of records is one transaction, so that what was told survives `kill -9`. The file is 0600 in a
 * 0700 folder. It is closed with the scope.
 *
 * @example
 * ```ts
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const store = sqliteStore(join(mkdtempSync(join(tmpdir(), "runs-")), "runs.db"));
 * const workflow = defineWorkflow("kept").module("Loader", { run: () => 1 });
 * const executor = new Executor({ workflow, config: { Loader: { one: {} } }, store, runId: "r1" });
 * (await executor.run()).state; // => "Completed"
 * ```
 */
export const sqliteStore = (
  path: string,
  options: SqliteStoreOptions = {},
): Effect.Effect<StoreService, StoreError, Scope.Scope> => {
  checkOptions("sqliteStore", options, "durability readOnly blobFileBytes codecs checkpointRecords");
  checkWord("sqliteStore", "durability", options.durability, ["process", "full"]);
  checkLeast("checkpointRecords", options.checkpointRecords, 1);
  checkLeast("blobFileBytes", options.blobFileBytes, 0);
  return Effect.flatMap(
    Effect.acquireRelease(
      attempt(path, () => openDatabase(path, options)),
      (database) => Effect.sync(() => database.close()),
    ),
    (database) => attempt(path, () => storeIn(database, path, options)),
  );
};

/** Without an end: infinitely many are never reached. */
const checkLeast = (option: string, value: number | undefined, least: number): void => {
  if (value !== undefined && !(value >= least))
    throw new RangeError(`sqliteStore: ${option} must be a number from ${least}, got ${value}`);
};

const storeIn = (database: DatabaseSync, path: string, options: SqliteStoreOptions): StoreService => {
  const records = new RecordTable(database);
  const { locks, blobs } = storePlace(database);
  const files = new BlobFiles(blobs, options.durability ?? "process");
  const results = new ResultTable(database, files, options);
  const reuse = new ReuseTable(database, results);
  const checkpoints = new CheckpointTable(database);
  const { checkpointRecords = defaultCheckpointRecords } = options;
  const owner = `process ${process.pid} on ${hostname()}`;
  const ownerOf = database.prepare("SELECT owner FROM runs WHERE run_id = ?");
  const nameOwner = database.prepare("UPDATE runs SET owner = ? WHERE run_id = ? AND state = 'InProgress'");

  const take = (runId: RunId): Effect.Effect<void, StoreLocked | StoreError, Scope.Scope> =>
    Effect.asVoid(
      Effect.acquireRelease(
        Effect.flatMap(
          attempt(path, () => lockRun(locks, runId)),
          (release) =>
            release === undefined
              ? new StoreLocked({ runId, owner: String(ownerOf.get(runId)?.["owner"] ?? "another process") })
              : Effect.succeed(release),
        ),
        (release) => Effect.sync(release),
      ),
    );

  const read = (runId: RunId): readonly JournalRecord[] => {
    let found: readonly JournalRecord[];
    try {
      found = records.read(runId);
    } catch (thrown) {
      throw removedRun(database, path, runId) ?? thrown; // It was removed while it was read.
    }
    if (found.length === 0) throw missingRun(database, path, runId);
    return found;
  };

  return {
    own: (runId) =>
      Effect.andThen(
        take(runId),
        Effect.flatMap(
          attempt(path, () => {
            const removed = removedRun(database, path, runId);
            if (removed !== undefined) throw removed;
            nameOwner.run(owner, runId);
            const tables = { path, database, records, results, reuse, checkpoints, checkpointRecords, owner };
            return ownedRun(tables, runId);
          }),
          ({ leave, ...run }) =>
            Effect.andThen(
              Effect.addFinalizer(() => Effect.sync(leave)),
              whileOwned(run, runId),
            ),
        ),
      ),
    runs: attempt(path, () =>
      keptRunRows(database).map((row): StoredRun => {
        const run = runOfRow(row);
        return Object.assign(run, { owned: run.state === "InProgress" && isRunLocked(locks, run.runId) });
      }),
    ),
    records: (runId) => attempt(path, () => read(runId)),
    results: (runId, known) =>
      attempt(path, () => {
        const removed = known && removedRun(database, path, runId);
        if (removed !== undefined) throw removed;
        return storedResults(results, records, runId, known ?? read(runId));
      }),
    findReusable: (key) => attempt(path, () => reuse.find(key)),
  };
};

const attempt = <Value>(path: string, read: () => Value): Effect.Effect<Value, StoreError> =>
  Effect.try({ try: read, catch: (thrown) => storeFailure(path, thrown) });
