import type { DatabaseSync } from "node:sqlite";

import { Effect } from "effect";

import { NotStorable } from "../../error.ts";
import type { JournalRecord, RunId } from "../../journal/record.ts";
import { isHeldFrozen } from "../held.ts";
import { memoryResultStore } from "../memory-result-store.ts";
import type { OwnedRun } from "../store.ts";
import { encodeValue } from "../value-codec/encode-value.ts";
import { blobHash } from "./blob-hash.ts";
import type { RecordTable } from "./record-table.ts";
import type { ResultTable } from "./result-table.ts";
import type { ReuseTable } from "./reuse-table.ts";
import { storeFailure } from "./store-failure.ts";
import { storedResults } from "./stored-results.ts";

/** What an owned run writes to. */
export interface RunTables {
  readonly path: string;
  readonly database: DatabaseSync;
  readonly records: RecordTable;
  readonly results: ResultTable;
  readonly reuse: ReuseTable;
  readonly owner: string;
}

/**
 * A run in a store file, as its owner writes it.
 *
 * A result is written in the transaction of the record that tells of it: neither is ever there without the other.
 */
export const ownedRun = (tables: RunTables, runId: RunId): OwnedRun => {
  const { path, database, records, results, reuse, owner } = tables;
  const kept = records.read(runId);
  const stored = storedResults(results, runId, kept);
  const inMemory = memoryResultStore();
  /** The hashes of values this process wrote for the run: one that is put out again unchanged is not encoded again. */
  const written = new WeakMap<object, string>();
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  // Nobody else appends to an owned run, so its head need not be asked for with every batch.
  let head = records.head(runId);
  let staged: (() => void)[] = [];

  const append = (batch: readonly JournalRecord[]): void => {
    begin.run();
    try {
      for (const write of staged) write();
      const next = records.append(runId, batch, owner, head);
      reuse.index(runId, batch);
      commit.run();
      head = next;
      staged = [];
    } catch (thrown) {
      // When the disk is full SQLite has already rolled back, and a second ROLLBACK would hide the reason.
      if (database.isTransaction) database.exec("ROLLBACK");
      throw thrown;
    }
  };

  /** Stages a value to be written with the next batch, unless it was before; throws {@link NotStorable}. */
  const stage = (data: unknown): string => {
    const known = isHeldFrozen(data) ? written.get(data) : undefined;
    if (known !== undefined) return known;
    const encoded = encodeValue(data);
    const hash = blobHash(encoded);
    results.prepare(encoded, hash);
    staged.push(() => results.keep(encoded, hash));
    if (isHeldFrozen(data)) written.set(data, hash);
    return hash;
  };

  return {
    records: kept,
    journal: {
      append: (batch) => Effect.try({ try: () => append(batch), catch: (thrown) => storeFailure(path, thrown) }),
    },
    results: {
      put: (execution, tracked) =>
        Effect.andThen(
          inMemory.put(execution, tracked),
          Effect.try({
            try: () => {
              try {
                const hash = stage(tracked.data);
                staged.push(() => results.refer(runId, execution, hash, tracked.schema));
                return `sha256:${hash}`;
              } catch (thrown) {
                if (thrown instanceof NotStorable) return `not storable: ${thrown.message}`;
                throw thrown;
              }
            },
            catch: (thrown) => storeFailure(path, thrown),
          }),
        ),
      get: (execution) => {
        const here = inMemory.get(execution);
        // After the run the file is closed: what is asked for then is what was kept in memory.
        if (here !== undefined || !database.isOpen) return here;
        const earlier = stored.get(execution);
        if (earlier === undefined) return undefined;
        Effect.runSync(inMemory.put(execution, earlier));
        return inMemory.get(execution);
      },
      release: (execution) => inMemory.release(execution),
    },
  };
};
