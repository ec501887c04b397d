import type { DatabaseSync } from "node:sqlite";

import { fillRunRows } from "./fill-run-rows.ts";

/** One step of the format of a store file. */
export interface Migration {
  readonly sql: string;
  /** Fills new columns of what an older version wrote. */
  readonly fill?: (database: DatabaseSync) => void;
}

/**
 * The versions of a store file: entry N takes a file from version N to N + 1.
 *
 * Only types and statements that Postgres has too: text, bigint, bytea-like blobs, composite primary keys. What older
 * files need filled in is not among them: there are no older files elsewhere.
 */
export const migrations: readonly Migration[] = [
  {
    sql: `CREATE TABLE runs (
     run_id TEXT PRIMARY KEY,
     workflow TEXT NOT NULL,
     state TEXT NOT NULL,
     started_at BIGINT NOT NULL,
     updated_at BIGINT NOT NULL,
     records BIGINT NOT NULL,
     head BLOB NOT NULL,
     owner TEXT NOT NULL
   );
   CREATE TABLE records (
     run_id TEXT NOT NULL,
     seq BIGINT NOT NULL,
     body TEXT NOT NULL,
     hash BLOB NOT NULL,
     PRIMARY KEY (run_id, seq)
   ) WITHOUT ROWID;
   CREATE TABLE blobs (
     hash TEXT PRIMARY KEY,
     codec TEXT NOT NULL,
     bytes BLOB NOT NULL
   );
   CREATE TABLE results (
     run_id TEXT NOT NULL,
     execution BIGINT NOT NULL,
     hash TEXT NOT NULL,
     schema TEXT,
     PRIMARY KEY (run_id, execution)
   ) WITHOUT ROWID;`,
  },
  {
    // Counts, so that the state of a run of a million executions is one row; what removed runs were; values in files
    // of their own; results found by what they were made from.
    sql: `ALTER TABLE runs ADD COLUMN executions BIGINT NOT NULL DEFAULT 0;
   ALTER TABLE runs ADD COLUMN started BIGINT NOT NULL DEFAULT 0;
   ALTER TABLE runs ADD COLUMN completed BIGINT NOT NULL DEFAULT 0;
   ALTER TABLE runs ADD COLUMN failed BIGINT NOT NULL DEFAULT 0;
   ALTER TABLE runs ADD COLUMN removed_at BIGINT;
   ALTER TABLE runs ADD COLUMN row_check BIGINT NOT NULL DEFAULT 0;
   ALTER TABLE blobs ADD COLUMN file_size BIGINT;
   ALTER TABLE results ADD COLUMN reuse_key TEXT;
   CREATE INDEX results_by_reuse_key ON results (reuse_key) WHERE reuse_key IS NOT NULL;`,
    fill: fillRunRows,
  },
];

/** Marks a SQLite file as a runstate store: "runs" in ASCII. */
export const applicationId = 0x72_75_6e_73;
