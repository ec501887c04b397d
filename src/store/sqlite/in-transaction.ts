import type { DatabaseSync } from "node:sqlite";

/** Does something in one transaction, as the only writer: all of it is kept, or nothing. */
export const inTransaction = <Value>(database: DatabaseSync, work: () => Value): Value => {
  database.exec("BEGIN IMMEDIATE");
  try {
    const value = work();
    database.exec("COMMIT");
    return value;
  } catch (thrown) {
    // When the disk is full SQLite has already rolled back, and a second ROLLBACK would hide the reason.
    if (database.isTransaction) database.exec("ROLLBACK");
    throw thrown;
  }
};
