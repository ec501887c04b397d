/** `runstate/sqlite`: runs kept in one SQLite file, on `node:sqlite`. */
export type { StoreProblem } from "./check-records.ts";
export type { OpenOptions } from "./open-database.ts";
export { sqliteStore } from "./sqlite-store.ts";
export { type Verification, type VerifyOptions, verifyRun } from "./verify-run.ts";
