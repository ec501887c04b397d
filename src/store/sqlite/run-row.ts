import type { RunId } from "../../journal/record.ts";
import type { StoredRun } from "../store.ts";

/** A row of a table, as SQLite gives it. */
export type Row = Readonly<Record<string, unknown>>;

/** What the row of a run says; whether it is owned is not in it. */
export const runOfRow = (row: Row): Omit<StoredRun, "owned"> => ({
  runId: String(row["run_id"]) as RunId,
  workflow: String(row["workflow"]),
  startedAt: Number(row["started_at"]),
  updatedAt: Number(row["updated_at"]),
  state: row["state"] === "Completed" || row["state"] === "Failed" ? row["state"] : "InProgress",
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
