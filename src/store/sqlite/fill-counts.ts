import type { DatabaseSync } from "node:sqlite";

import { planOf } from "../../workflow/plan.ts";

/**
 * Fills the counts of runs that were written before there were any: the size of the plan from the first record, the
 * rest from the types of all. O(records).
 */
export const fillCounts = (database: DatabaseSync): void => {
  const update = database.prepare(
    "UPDATE runs SET executions = ?, started = ?, completed = ?, failed = ? WHERE run_id = ?",
  );
  const first = database.prepare("SELECT body FROM records WHERE run_id = ? AND seq = 1");
  const count = database.prepare(
    "SELECT count(*) AS n FROM records WHERE run_id = ? AND json_valid(body) AND json_extract(body, '$.type') = ?",
  );
  for (const { run_id: runId } of database.prepare("SELECT run_id FROM runs").all()) {
    if (runId === null || runId === undefined) continue;
    const of = (type: string): number => Number(count.get(runId, type)?.["n"] ?? 0);
    const executions = plannedExecutions(first.get(runId)?.["body"]);
    update.run(executions, of("module.started"), of("module.completed"), of("module.failed"), runId);
  }
};

/** A damaged first record leaves the size unknown, as 0: opening the file must not fail of one run. */
const plannedExecutions = (body: unknown): number => {
  try {
    const { modules } = JSON.parse(String(body)) as { readonly modules: Parameters<typeof planOf>[0] };
    return planOf(modules, { maxExecutions: Number.MAX_SAFE_INTEGER }).size.executions;
  } catch {
    return 0;
  }
};
