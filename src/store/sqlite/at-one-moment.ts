import type { DatabaseSync } from "node:sqlite";

/** Reads a store as it is at one moment, whoever writes to it meanwhile; within a transaction of the caller's, as of that. */
export const atOneMoment = <Value>(database: DatabaseSync, read: () => Value): Value => {
  if (database.isTransaction) return read();
  database.exec("BEGIN");
  try {
    return read();
  } finally {
    database.exec("COMMIT");
  }
};
