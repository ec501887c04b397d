import type { DatabaseSync } from "node:sqlite";

import type { EpochMs, JournalRecord, RunId } from "../../journal/record.ts";
import { recordedPlan } from "../../workflow/recorded-plan.ts";
import { checkAppend } from "../check-append.ts";
import type { StoredRun } from "../store.ts";
import type { BatchEncoder } from "./batch-codec/encode-batch.ts";
import type { RunDictionary } from "./batch-codec/run-dictionary.ts";
import { readRecords } from "./read-records.ts";
import { chainHash, chainStart } from "./record-chain.ts";
import { rowCheckOf, runFacts } from "./row-check.ts";

/** What the records of a run add up to: how many there are, the hash of the last, executions that reached each state. */
export interface RunHead {
  readonly head: Uint8Array;
  /** The run's number in the file; 0 before its first record. */
  readonly number: number;
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

/** The most records of one row: what is read to show one of them stays small, however many are appended at once. */
const mostRecords = 256;

/** The records of a store file, and the row of each run that says what they add up to. */
export class RecordTable {
  readonly #database: DatabaseSync;
  readonly #insertBatch: ReturnType<DatabaseSync["prepare"]>;
  readonly #insertRun: ReturnType<DatabaseSync["prepare"]>;
  readonly #updateRun: ReturnType<DatabaseSync["prepare"]>;
  readonly #selectHead: ReturnType<DatabaseSync["prepare"]>;

  /** What the row of the run that was last appended to begins with. */
  #facts = { runId: "", text: "" };

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#insertBatch = database.prepare("INSERT INTO batches (run, seq, body, hash) VALUES (?, ?, ?, ?)");
    this.#insertRun = database.prepare(
      // The number of no run there ever was, also where its row was lost.
      `INSERT INTO runs (no, run_id, workflow, state, started_at, updated_at, records, head, owner, executions, started, completed, failed, row_check)
       SELECT 1 + max(COALESCE((SELECT max(no) FROM runs), 0), COALESCE((SELECT max(run) FROM batches), 0), COALESCE((SELECT max(run) FROM results), 0)),
       ?, ?, 'InProgress', ?, ?, 0, ?, ?, ?, 0, 0, 0, 0 RETURNING no`,
    );
    this.#updateRun = database.prepare(
      "UPDATE runs SET state = ?, updated_at = ?, records = ?, head = ?, executions = ?, started = ?, completed = ?, failed = ?, row_check = ? WHERE no = ?",
    );
    this.#selectHead = database.prepare("SELECT no, records, head FROM runs WHERE run_id = ?");
  }

  /**
   * Writes the next records of a run after `head`, and gives the new one; within a transaction of the caller's. Throws a
   * JournalError for records that are not the next ones.
   */
  append(
    runId: RunId,
    records: readonly JournalRecord[],
    owner: string,
    before: RunHead,
    encoder: BatchEncoder,
  ): RunHead {
    const last = records.at(-1);
    if (last === undefined) return before;
    checkAppend(runId, before, records);
    const next = addedUp(before, records);
    const { workflow, startedAt, executions, started, completed, failed, count, state } = next;
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
    const changing = [state, startedAt, last.at, count, executions, started, completed, failed];
    if (this.#facts.runId !== runId || before.count === 0) this.#facts = { runId, text: runFacts(runId, workflow) };
    const check = rowCheckOf(this.#facts.text, changing, head);
    this.#updateRun.run(state, last.at, count, head, executions, started, completed, failed, check, number);
    return { ...next, head, number };
  }

  /** How many records a run has, as its row says. */
  count(runId: RunId): number {
    return Number(this.#selectHead.get(runId)?.["records"] ?? 0);
  }

  /** The number of a run in the file; 0 for one that has no row. */
  number(runId: RunId): number {
    return Number(this.#selectHead.get(runId)?.["no"] ?? 0);
  }

  /**
   * What the records of a run, just read, add up to, after those that are known to add up to something: the row says the
   * hash of the last, and nothing else of it is believed.
   */
  head(runId: RunId, records: readonly JournalRecord[], before: AddedUp = noRecords): RunHead {
    const { no, head } = this.#selectHead.get(runId) ?? {};
    return {
      ...addedUp({ ...before, head: chainStart, number: 0 }, records),
      head: head instanceof Uint8Array ? head : chainStart,
      number: Number(no ?? 0),
    };
  }

  /** All records of a run; throws a StoreError for one that is missing or not as it was written. `dictionary` learns from them. */
  read(runId: RunId, dictionary?: RunDictionary): readonly JournalRecord[] {
    return readRecords(this.#database, runId, dictionary);
  }
}

/** What records add up to, without where they are kept. */
export type AddedUp = Omit<RunHead, "head" | "number">;

const noRecords: AddedUp = {
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
      executions = recordedPlan(record.modules).size.executions;
    } else if (record.type === "run.completed") state = "Completed";
    else if (record.type === "run.failed") state = "Failed";
  }
  const { head, number } = before;
  const over = state !== "InProgress";
  return { head, number, count, over, workflow, startedAt, executions, started, completed, failed, state };
};
