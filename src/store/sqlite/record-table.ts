import type { DatabaseSync } from "node:sqlite";

import type { JournalRecord, RunId } from "../../journal/record.ts";
import { checkAppend } from "../check-append.ts";
import { type AddedUp, addUp, nothingYet } from "./added-up.ts";
import type { BatchEncoder } from "./batch-codec/encode-batch.ts";
import type { RunDictionary } from "./batch-codec/run-dictionary.ts";
import { readRecords } from "./read-records.ts";
import { chainHash, chainStart } from "./record-chain.ts";
import { isWholeRow } from "./row-check.ts";
import { type RowWriter, rowWriter } from "./row-writer.ts";
import { factsOf } from "./run-row.ts";

/** What the records of a run add up to, and the hash of the last of them. */
export interface RunHead extends AddedUp {
  readonly head: Uint8Array;
  /** The run's number in the file; 0 before its first record. */
  readonly number: number;
}

/** The most records of one row: what is read to show one of them stays small, however many are appended at once. */
const mostRecords = 256;

/** The records of a store file, and the row of each run that says what they added up to when it was last written. */
export class RecordTable {
  readonly #database: DatabaseSync;
  readonly #insertBatch: ReturnType<DatabaseSync["prepare"]>;
  readonly #insertRun: ReturnType<DatabaseSync["prepare"]>;
  readonly #writeRow: RowWriter;
  readonly #selectRow: ReturnType<DatabaseSync["prepare"]>;
  readonly #selectLast: ReturnType<DatabaseSync["prepare"]>;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#insertBatch = database.prepare("INSERT INTO batches (run, seq, body, hash) VALUES (?, ?, ?, ?)");
    this.#insertRun = database.prepare(
      // The number of no run there ever was, also where its row was lost.
      `INSERT INTO runs (no, run_id, workflow, state, started_at, updated_at, records, head, owner, executions, started, completed, failed, row_check)
       SELECT 1 + max(COALESCE((SELECT max(no) FROM runs), 0), COALESCE((SELECT max(run) FROM batches), 0), COALESCE((SELECT max(run) FROM results), 0)),
       ?, ?, 'InProgress', ?, ?, 0, ?, ?, ?, 0, 0, 0, 0 RETURNING no`,
    );
    this.#writeRow = rowWriter(database);
    this.#selectRow = database.prepare("SELECT * FROM runs WHERE run_id = ?");
    this.#selectLast = database.prepare("SELECT seq, hash FROM batches WHERE run = ? ORDER BY seq DESC LIMIT 1");
  }

  /**
   * Writes the next records of a run after `head`, and gives the new one; within a transaction of the caller's, who writes
   * the row of a new run in it too. Throws a JournalError for records that are not the next ones.
   */
  append(
    runId: RunId,
    records: readonly JournalRecord[],
    owner: string,
    before: RunHead,
    encoder: BatchEncoder,
  ): RunHead {
    if (records.length === 0) return before;
    checkAppend(runId, { count: before.count, over: before.state !== "InProgress" }, records);
    const next = addUp(before, records);
    const { workflow, startedAt, executions } = next;
    const number =
      before.number === 0
        ? Number(this.#insertRun.get(runId, workflow, startedAt, startedAt, chainStart, owner, executions)?.["no"])
        : before.number;
    let { head } = before;
    for (let from = 0; from < records.length; from += mostRecords) {
      const batch = records.length <= mostRecords ? records : records.slice(from, from + mostRecords);
      const body = encoder.encode(batch);
      head = chainHash(head, body);
      this.#insertBatch.run(number, before.count + 1 + from, body, head);
    }
    return { ...next, head, number };
  }

  /** Has the row of a run say what its records add up to; within a transaction of the caller's. */
  writeRow(runId: RunId, head: RunHead): void {
    this.#writeRow(factsOf(runId, head));
  }

  /** How many records of a run its row stands for; 0 for a row that is not as it was written, and for none. */
  counted(runId: RunId): number {
    const row = this.#selectRow.get(runId);
    return row !== undefined && isWholeRow(row) ? Number(row["records"]) : 0;
  }

  /** The first record of the last batch of a run; 0 for none. */
  lastBatch(runId: RunId): number {
    return Number(this.#selectLast.get(this.number(runId))?.["seq"] ?? 0);
  }

  /** The number of a run in the file; 0 for one that has no row. */
  number(runId: RunId): number {
    return Number(this.#selectRow.get(runId)?.["no"] ?? 0);
  }

  /** What the records of a run, just read, add up to, after those that are known to add up to something. */
  head(runId: RunId, records: readonly JournalRecord[], before: AddedUp = nothingYet): RunHead {
    const number = this.number(runId);
    const hash = this.#selectLast.get(number)?.["hash"];
    return { ...addUp(before, records), number, head: hash instanceof Uint8Array ? hash : chainStart };
  }

  /** All records of a run; throws a StoreError for one that is missing or not as it was written. `dictionary` learns from them. */
  read(runId: RunId, dictionary?: RunDictionary): readonly JournalRecord[] {
    return readRecords(this.#database, runId, dictionary);
  }
}
