import type { DatabaseSync } from "node:sqlite";

import { encodeRecord } from "../../journal/codec.ts";
import type { JournalRecord, RunId } from "../../journal/record.ts";
import { planOf } from "../../workflow/plan.ts";
import { checkAppend } from "../check-append.ts";
import { readRecords } from "./read-records.ts";
import { chainHash, chainStart } from "./record-chain.ts";
import { RowInserts } from "./row-inserts.ts";

/** What the records of a run add up to: how many there are, the hash of the last, executions that reached each state. */
export interface RunHead {
  readonly head: Uint8Array;
  readonly count: number;
  /** Whether the last is the end of the run. */
  readonly over: boolean;
  readonly started: number;
  readonly completed: number;
  readonly failed: number;
}

/** The records of a store file, and the row of each run that says what they add up to. */
export class RecordTable {
  readonly #database: DatabaseSync;
  readonly #insertRecords: RowInserts;
  readonly #insertRun: ReturnType<DatabaseSync["prepare"]>;
  readonly #updateRun: ReturnType<DatabaseSync["prepare"]>;
  readonly #selectHead: ReturnType<DatabaseSync["prepare"]>;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#insertRecords = new RowInserts(database, "records", ["run_id", "seq", "body", "hash"]);
    this.#insertRun = database.prepare(
      "INSERT INTO runs (run_id, workflow, state, started_at, updated_at, records, head, owner, executions) VALUES (?, ?, 'InProgress', ?, ?, 0, ?, ?, ?)",
    );
    this.#updateRun = database.prepare(
      "UPDATE runs SET state = ?, updated_at = ?, records = ?, head = ?, started = ?, completed = ?, failed = ? WHERE run_id = ?",
    );
    this.#selectHead = database.prepare(
      "SELECT records, head, state, started, completed, failed FROM runs WHERE run_id = ?",
    );
  }

  /**
   * Writes the next records of a run after `head`, and gives the new one; within a transaction of the caller's. Throws a
   * JournalError for records that are not the next ones.
   */
  append(runId: RunId, records: readonly JournalRecord[], owner: string, before: RunHead): RunHead {
    const [first] = records;
    if (first === undefined) return before;
    checkAppend(runId, before, records);
    if (first.type === "run.started") {
      const { executions } = planOf(first.modules, { maxExecutions: Number.MAX_SAFE_INTEGER }).size;
      this.#insertRun.run(runId, first.workflow, first.at, first.at, chainStart, owner, executions);
    }
    let { head, count, started, completed, failed } = before;
    let state = "InProgress";
    const values: (string | number | Uint8Array)[] = [];
    for (const record of records) {
      const body = encodeRecord(record);
      head = chainHash(head, body);
      values.push(runId, record.seq, body, head);
      count = record.seq;
      if (record.type === "module.started") started++;
      else if (record.type === "module.completed") completed++;
      else if (record.type === "module.failed") failed++;
      else if (record.type === "run.completed") state = "Completed";
      else if (record.type === "run.failed") state = "Failed";
    }
    this.#insertRecords.run(values);
    this.#updateRun.run(state, records.at(-1)?.at ?? first.at, count, head, started, completed, failed, runId);
    return { head, count, over: state !== "InProgress", started, completed, failed };
  }

  /** What the records of a run add up to, as its row says. */
  head(runId: RunId): RunHead {
    const row = this.#selectHead.get(runId);
    const head = row?.["head"];
    return {
      head: head instanceof Uint8Array ? head : chainStart,
      count: Number(row?.["records"] ?? 0),
      over: row?.["state"] === "Completed" || row?.["state"] === "Failed",
      started: Number(row?.["started"] ?? 0),
      completed: Number(row?.["completed"] ?? 0),
      failed: Number(row?.["failed"] ?? 0),
    };
  }

  /** All records of a run; throws a StoreError for one that is missing or not as it was written. */
  read(runId: RunId): readonly JournalRecord[] {
    return readRecords(this.#database, runId);
  }
}
