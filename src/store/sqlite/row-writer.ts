import type { DatabaseSync } from "node:sqlite";

import { rowCheck } from "./row-check.ts";
import type { RowFacts } from "./run-row.ts";

/** Has the row of a run say this, with its checksum, and since when the run is removed; within a transaction of the caller's. */
export type RowWriter = (facts: RowFacts, removedAt?: number | null) => void;

export const rowWriter = (database: DatabaseSync): RowWriter => {
  const update = database.prepare(
    `UPDATE runs SET workflow = ?, state = ?, started_at = ?, updated_at = ?, records = ?, head = ?, executions = ?,
       started = ?, completed = ?, failed = ?, removed_at = ?, row_check = ? WHERE run_id = ?`,
  );
  return (facts, removedAt = null) => {
    const { run_id: runId, workflow, state, started_at: startedAt, updated_at: updatedAt, records, head } = facts;
    const { executions, started, completed, failed } = facts;
    const check = rowCheck({ ...facts, removed_at: removedAt });
    const counts = [executions, started, completed, failed];
    update.run(workflow, state, startedAt, updatedAt, records, head, ...counts, removedAt, check, runId);
  };
};
