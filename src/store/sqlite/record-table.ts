import type { DatabaseSync } from "node:sqlite";

import { encodeRecord } from "../../journal/codec.ts";
import type { EpochMs, JournalRecord, RunId } from "../../journal/record.ts";
import { planOf } from "../../workflow/plan.ts";
import { checkAppend } from "../check-append.ts";
import type { StoredRun } from "../store.ts";
import { readRecords } from "./read-records.ts";
import { chainHash, chainStart } from "./record-chain.ts";
import { rowCheck } from "./row-check.ts";
import { RowInserts } from "./row-inserts.ts";

/** What the records of a run add up to: how many there are, the hash of the last, executions that reached each state. */
export interface RunHead {
  readonly head: Uint8Array;
  readonly count: number;
  /** Whether the last is the end of the run. */
  readonly over: boolean;
  readonly workflow: string;
  readonly startedAt: EpochMs;
  /** Executions in the plan. */
  readonly executions: number;
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
      "UPDATE runs SET state = ?, updated_at = ?, records = ?, head = ?, executions = ?, started = ?, completed = ?, failed = ?, row_check = ? WHERE run_id = ?",
    );
    this.#selectHead = database.prepare("SELECT records, head FROM runs WHERE run_id = ?");
  }

  /**
   * Writes the next records of a run after `head`, and gives the new one; within a transaction of the caller's. Throws a
   * JournalError for records that are not the next ones.
   */
  append(runId: RunId, records: readonly JournalRecord[], owner: string, before: RunHead): RunHead {
    const last = records.at(-1);
    if (last === undefined) return before;
    checkAppend(runId, before, records);
    const next = addedUp(before, records);
    const { workflow, startedAt, executions, started, completed, failed, count, state } = next;
    if (before.count === 0) this.#insertRun.run(runId, workflow, startedAt, startedAt, chainStart, owner, executions);
    let { head } = before;
    const values: (string | number | Uint8Array)[] = [];
    for (const record of records) {
      const body = encodeRecord(record);
      head = chainHash(head, body);
      values.push(runId, record.seq, body, head);
    }
    this.#insertRecords.run(values);
    const check = rowCheck({
      run_id: runId,
      workflow,
      state,
      started_at: startedAt,
      updated_at: last.at,
      records: count,
      head,
      executions,
      started,
      completed,
      failed,
      removed_at: null,
    });
    this.#updateRun.run(state, last.at, count, head, executions, started, completed, failed, check, runId);
    return { ...next, head };
  }

  /** How many records a run has, as its row says. */
  count(runId: RunId): number {
    return Number(this.#selectHead.get(runId)?.["records"] ?? 0);
  }

  /** What the records of a run, just read, add up to: the row says the hash of the last, and nothing else of it is believed. */
  head(runId: RunId, records: readonly JournalRecord[]): RunHead {
    const head = this.#selectHead.get(runId)?.["head"];
    return { ...addedUp(noRecords, records), head: head instanceof Uint8Array ? head : chainStart };
  }

  /** All records of a run; throws a StoreError for one that is missing or not as it was written. */
  read(runId: RunId): readonly JournalRecord[] {
    return readRecords(this.#database, runId);
  }
}

const noRecords: RunHead = {
  head: chainStart,
  count: 0,
  over: false,
  workflow: "",
  startedAt: 0,
  executions: 0,
  started: 0,
  completed: 0,
  failed: 0,
};

const addedUp = (
  before: RunHead,
  records: readonly JournalRecord[],
): RunHead & { readonly state: StoredRun["state"] } => {
  let { workflow, startedAt, executions, count, started, completed, failed } = before;
  let state: StoredRun["state"] = "InProgress";
  for (const record of records) {
    count = record.seq;
    if (record.type === "module.started") started++;
    else if (record.type === "module.completed") completed++;
    else if (record.type === "module.failed") failed++;
    else if (record.type === "run.started") {
      workflow = record.workflow;
      startedAt = record.at;
      executions = planOf(record.modules, { maxExecutions: Number.MAX_SAFE_INTEGER }).size.executions;
    } else if (record.type === "run.completed") state = "Completed";
    else if (record.type === "run.failed") state = "Failed";
  }
  const { head } = before;
  const over = state !== "InProgress";
  return { head, count, over, workflow, startedAt, executions, started, completed, failed, state };
};
