/** `runstate/sqlite`: runs kept in one SQLite file, on `node:sqlite`. */
export type { StoreProblem } from "./check-records.ts";
export { type Removal, removeRuns, type RemoveRunsOptions } from "./remove-runs.ts";
export type { RemovedRun, RetentionRule } from "./retention-rule.ts";
export { sqliteStore, type SqliteStoreOptions } from "./sqlite-store.ts";
export { type RunTotals, storeTotals, type StoreTotals } from "./store-totals.ts";
export { type Verification, type VerifyOptions, verifyRun } from "./verify-run.ts";
