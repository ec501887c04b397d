import type { DatabaseSync } from "node:sqlite";

import { StoreError } from "../../store-error.ts";
import { removedAt } from "./row-check.ts";

/** A store was asked for a run it does not hold: it was removed, or never there. */
export const missingRun = (database: DatabaseSync, path: string, runId: string): StoreError =>
  removedRun(database, path, runId) ??
  new StoreError({
    reason: "unknown-run",
    subject: path,
    detail: `it holds no run ${runId}. List the runs it holds.`,
    cause: undefined,
  });

/** Why a run cannot be read or begun any more; undefined unless it was removed. */
export const removedRun = (database: DatabaseSync, path: string, runId: string): StoreError | undefined => {
  const row = database.prepare("SELECT * FROM runs WHERE run_id = ?").get(runId);
  const at = removedAt(row);
  if (at === undefined) return undefined;
  return new StoreError({
    reason: "removed",
    subject: path,
    detail: `the run ${runId} was removed on ${new Date(at).toISOString()}. What is left of it is its part in the totals; its id is not used again.`,
    cause: undefined,
  });
};
