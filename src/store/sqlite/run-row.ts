import type { RunId } from "../../journal/record.ts";
import type { StoredRun } from "../store.ts";
import type { AddedUp } from "./added-up.ts";
import { chainStart } from "./record-chain.ts";

/** A row of a table, as SQLite gives it. */
export type Row = Readonly<Record<string, unknown>>;

/** What the row of a run says of its records, in the order in which it is summed up; and the hash of the last. */
export interface RowFacts {
  readonly run_id: string;
  readonly workflow: string;
  readonly state: StoredRun["state"];
  readonly started_at: number;
  readonly updated_at: number;
  readonly records: number;
  readonly executions: number;
  readonly started: number;
  readonly completed: number;
  readonly failed: number;
  readonly head: Uint8Array;
}

/** What the row of a run is to say whose records add up to this. */
export const factsOf = (runId: string, added: AddedUp & { readonly head: Uint8Array }): RowFacts => ({
  run_id: runId,
  workflow: added.workflow,
  state: added.state,
  started_at: added.startedAt,
  updated_at: added.updatedAt,
  records: added.count,
  executions: added.executions,
  started: added.started,
  completed: added.completed,
  failed: added.failed,
  head: added.head,
});

/** What the row of a run says, to be written again. */
export const factsOfRow = (row: Row): RowFacts => {
  const { run_id: runId, head } = row;
  return factsOf(String(runId), { ...addedUpOfRow(row), head: head instanceof Uint8Array ? head : chainStart });
};

/** What the row of a run says that its records added up to when it was written. */
export const addedUpOfRow = (row: Row): AddedUp => ({
  count: Number(row["records"]),
  state: stateOf(row["state"]),
  workflow: String(row["workflow"]),
  startedAt: Number(row["started_at"]),
  updatedAt: Number(row["updated_at"]),
  executions: Number(row["executions"]),
  started: Number(row["started"]),
  completed: Number(row["completed"]),
  failed: Number(row["failed"]),
});

/** What the row of a run says; whether it is owned is not in it. */
export const runOfRow = (row: Row): Omit<StoredRun, "owned"> => ({
  runId: String(row["run_id"]) as RunId,
  workflow: String(row["workflow"]),
  startedAt: Number(row["started_at"]),
  updatedAt: Number(row["updated_at"]),
  state: stateOf(row["state"]),
  records: Number(row["records"]),
  executions: executionsOfRow(row),
});

/** Executions per state, from the counts of a row, or from sums of them. */
export const executionsOfRow = (row: Row): StoredRun["executions"] => {
  const [Completed, Failed] = [Number(row["completed"]), Number(row["failed"])];
  const started = Number(row["started"]);
  return {
    NotStarted: Number(row["executions"]) - started,
    InProgress: started - Completed - Failed,
    Completed,
    Failed,
  };
};

/** The state of a run that has begun, as it is written in its row. */
export const stateOf = (state: unknown): StoredRun["state"] =>
  state === "Completed" || state === "Failed" ? state : "InProgress";
