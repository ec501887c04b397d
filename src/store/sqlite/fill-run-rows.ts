import type { DatabaseSync } from "node:sqlite";

import { recordedPlan } from "../../workflow/recorded-plan.ts";
import { rowCheck } from "./row-check.ts";

/**
 * Fills the counts and checksums of runs that were written before there were any: the size of the plan from the first
 * record, the rest from the types of all. O(records).
 */
export const fillRunRows = (database: DatabaseSync): void => {
  const update = database.prepare(
    "UPDATE runs SET executions = ?, started = ?, completed = ?, failed = ? WHERE run_id = ? RETURNING *",
  );
  const check = database.prepare("UPDATE runs SET row_check = ? WHERE run_id = ?");
  const first = database.prepare("SELECT body FROM records WHERE run_id = ? AND seq = 1");
  const count = database.prepare(
    "SELECT count(*) AS n FROM records WHERE run_id = ? AND json_valid(body) AND json_extract(body, '$.type') = ?",
  );
  for (const { run_id: runId } of database.prepare("SELECT run_id FROM runs").all()) {
    if (runId === null || runId === undefined) continue;
    const of = (type: string): number => Number(count.get(runId, type)?.["n"] ?? 0);
    const executions = plannedExecutions(first.get(runId)?.["body"]);
    const counts = [of("module.started"), of("module.completed"), of("module.failed")];
    const row = update.get(executions, ...counts, runId);
    if (row !== undefined) check.run(rowCheck(row), runId);
  }
};

/** A damaged first record leaves the size unknown, as 0: opening the file must not fail of one run. */
const plannedExecutions = (body: unknown): number => {
  try {
    const { modules } = JSON.parse(String(body)) as { readonly modules: Parameters<typeof recordedPlan>[0] };
    return recordedPlan(modules).size.executions;
  } catch {
    return 0;
  }
};
