/** `runstate/sqlite`: runs kept in one SQLite file, on `node:sqlite`. */
export type { OpenOptions } from "./open-database.ts";
export { sqliteStore } from "./sqlite-store.ts";
