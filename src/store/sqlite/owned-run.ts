import type { DatabaseSync } from "node:sqlite";

import * as Effect from "effect/Effect";

import { NotStorable, type StoreError } from "../../store-error.ts";
import { atOnce, type Now } from "../../journal/at-once.ts";
import type { JournalRecord, RunId } from "../../journal/record.ts";
import { checkResults } from "../check-append.ts";
import { memoryResultStore } from "../memory-result-store.ts";
import type { ResultRef } from "../result-store.ts";
import type { OwnedRun } from "../store.ts";
import type { EncodedValue } from "../value-codec/encoded-value.ts";
import { BatchEncoder } from "./batch-codec/encode-batch.ts";
import { RunDictionary } from "./batch-codec/run-dictionary.ts";
import { blobHash } from "./blob-hash.ts";
import type { CheckpointTable } from "./checkpoint/checkpoint-table.ts";
import { CheckpointWriter } from "./checkpoint/checkpoint-writer.ts";
import { resultsAfter } from "./checkpoint/results-after.ts";
import { resumePoint } from "./checkpoint/resume-point.ts";
import { inTransaction } from "./in-transaction.ts";
import { IndexWriter, type Reference } from "./index-writer.ts";
import { KnownValues } from "./known-values.ts";
import type { RecordTable } from "./record-table.ts";
import type { ResultTable } from "./result-table.ts";
import { isReusable, type ReuseTable } from "./reuse-table.ts";
import { errcodeOf, storeFailure } from "./store-failure.ts";
import { storedResults } from "./stored-results.ts";

/** What an owned run writes to. */
export interface RunTables {
  readonly path: string;
  readonly database: DatabaseSync;
  readonly records: RecordTable;
  readonly results: ResultTable;
  readonly reuse: ReuseTable;
  readonly checkpoints: CheckpointTable;
  /** After how many records the state is kept again. */
  readonly checkpointRecords: number;
  readonly owner: string;
}

/** A value that results refer to by its hash. */
interface StagedValue {
  readonly hash: string;
  /** In the file; once it is there. */
  number: number | undefined;
  /** Until it is in the file. */
  encoded: EncodedValue | undefined;
}

/** A result whose record is still to come. */
interface StagedResult {
  readonly execution: number;
  readonly value: StagedValue;
}

/**
 * A run in a store file, as its owner writes it.
 *
 * A result is written in the transaction of the record that tells of it: neither is ever there without the other, also
 * when other executions end between the two.
 */
export const ownedRun = (tables: RunTables, runId: RunId): OwnedRun & { readonly leave: () => void } => {
  const { path, database, records, results, reuse, owner } = tables;
  const point = resumePoint(tables, runId);
  const dictionary = point?.dictionary ?? new RunDictionary();
  const kept = point?.records ?? records.read(runId, dictionary);
  const encoder = new BatchEncoder(dictionary);
  const stored =
    point === undefined ? storedResults(results, records, runId, kept) : resultsAfter(results, runId, point);
  const checkpoint = new CheckpointWriter(tables.checkpoints, tables.checkpointRecords, point?.kept);
  const inMemory = memoryResultStore();
  /** The values this process encoded for the run: one that is put out again unchanged is not encoded again. */
  const known = new KnownValues<StagedValue>();
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  // Nobody else appends to an owned run, so its head need not be asked for with every batch.
  let head = point?.head ?? records.head(runId, kept);
  const index = new IndexWriter(records, results, runId, kept);
  const staged = new Map<number, StagedResult>();

  const append = (batch: readonly JournalRecord[]): void => {
    checkResults(batch, (execution) => staged.get(execution)?.value.hash);
    const told: StagedResult[] = [];
    for (const record of batch) {
      const result = record.type === "module.completed" ? staged.get(record.execution) : undefined;
      if (result !== undefined) told.push(result);
    }
    const before = dictionary.sizes;
    const written = new Map<StagedValue, number>();
    begin.run();
    const committed: (() => void)[] = [];
    try {
      const keptNow = checkpoint.write(head);
      if (keptNow !== undefined) committed.push(keptNow);
      const next = records.append(runId, batch, owner, head, encoder);
      const references: Reference[] = [];
      for (const { execution, value } of told) {
        let number = value.number ?? written.get(value);
        if (number === undefined && value.encoded !== undefined)
          written.set(value, (number = results.keep(value.encoded, value.hash)));
        if (number !== undefined) references.push({ execution, value: number });
      }
      // Other runs look for what can be reused, and whoever goes on from a checkpoint reads no record before it.
      const isFoundNow = keptNow !== undefined || batch.some(isReusable);
      committed.push(index.write(next, references, isFoundNow));
      if (isFoundNow) reuse.index(next.number, batch);
      if (next.state !== "InProgress") checkpoint.end(next);
      commit.run();
      head = next;
    } catch (thrown) {
      // When the disk is full SQLite has already rolled back, and a second ROLLBACK would hide the reason.
      if (database.isTransaction) database.exec("ROLLBACK");
      dictionary.backTo(before);
      throw thrown;
    }
    for (const follow of committed) follow();
    for (const [value, number] of written) {
      value.number = number;
      value.encoded = undefined;
    }
    for (const { execution } of told) staged.delete(execution);
  };

  /**
   * Writes what the index is behind with, if it can be written: whoever reads the run, or goes on with it, does without. Of a
   * run that was left in order a lost end is missed so.
   */
  const leave = (): void => {
    if (!index.isBehind || head.number === 0) return;
    try {
      inTransaction(database, () => index.write(head, [], true))();
    } catch (thrown) {
      if (errcodeOf(thrown) === 0) throw thrown;
    }
  };

  /** Encodes a value that is to be written with a record to come; throws {@link NotStorable}. */
  const prepare = (data: unknown): StagedValue => {
    const earlier = known.get(data);
    if (earlier !== undefined) return earlier;
    const encoded = results.encode(data);
    const value: StagedValue = { hash: blobHash(encoded), number: undefined, encoded };
    results.prepare(encoded, value.hash);
    known.set(data, value);
    return value;
  };

  /** Has a result written with the record that will tell of it; gives how that names it. */
  const stage = (execution: number, data: unknown): ResultRef => {
    staged.delete(execution);
    try {
      const value = prepare(data);
      staged.set(execution, { execution, value });
      return `sha256:${value.hash}`;
    } catch (thrown) {
      if (thrown instanceof NotStorable) return `not storable: ${thrown.message}`;
      throw thrown;
    }
  };

  const attempt = <Value>(write: () => Value): Now<Value, StoreError> => {
    try {
      return write();
    } catch (thrown) {
      return Effect.fail(storeFailure(path, thrown));
    }
  };

  return {
    leave,
    records: kept,
    ...(point && { checkpoint: point.checkpoint }),
    follow: (state) => checkpoint.follow(state),
    codecs: results.codecs,
    journal: {
      append: atOnce((batch) => attempt(() => append(batch))),
    },
    results: {
      put: atOnce((execution, tracked) => {
        inMemory.keep(execution, tracked);
        return attempt(() => stage(execution, tracked.data));
      }),
      get: (execution) => {
        const here = inMemory.get(execution);
        // After the run the file is closed: what is asked for then is what was kept in memory.
        if (here !== undefined || !database.isOpen) return here;
        const earlier = stored.get(execution);
        if (earlier === undefined) return undefined;
        inMemory.keep(execution, earlier);
        return inMemory.get(execution);
      },
      release: (execution) => inMemory.release(execution),
    },
  };
};
