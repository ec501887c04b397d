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
  {
    // A row for each transaction instead of each record, and numbers in place of names: see docs/decisions.md. Records that
    // were written before stay lines, each a batch of its own, so that their hashes, and anchors noted of them, are what
    // they were. Runs whose row was lost have a number too.
    sql: `CREATE TEMP TABLE numbers AS
     SELECT run_id, row_number() OVER (ORDER BY run_id) AS no
     FROM (SELECT run_id FROM runs UNION SELECT run_id FROM records UNION SELECT run_id FROM results)
     WHERE run_id IS NOT NULL;
   CREATE UNIQUE INDEX temp.numbers_by_id ON numbers (run_id);
   ALTER TABLE runs RENAME TO runs_2;
   ALTER TABLE blobs RENAME TO blobs_2;
   ALTER TABLE results RENAME TO results_2;
   DROP INDEX results_by_reuse_key;
   CREATE TABLE runs (
     no INTEGER PRIMARY KEY,
     run_id TEXT NOT NULL UNIQUE,
     workflow TEXT NOT NULL,
     state TEXT NOT NULL,
     started_at BIGINT NOT NULL,
     updated_at BIGINT NOT NULL,
     records BIGINT NOT NULL,
     head BLOB NOT NULL,
     owner TEXT NOT NULL,
     executions BIGINT NOT NULL,
     started BIGINT NOT NULL,
     completed BIGINT NOT NULL,
     failed BIGINT NOT NULL,
     removed_at BIGINT,
     row_check BIGINT NOT NULL
   );
   CREATE TABLE batches (
     run BIGINT NOT NULL,
     seq BIGINT NOT NULL,
     body BLOB NOT NULL,
     hash BLOB NOT NULL,
     PRIMARY KEY (run, seq)
   ) WITHOUT ROWID;
   CREATE TABLE blobs (
     no INTEGER PRIMARY KEY,
     hash BLOB NOT NULL UNIQUE,
     codec TEXT NOT NULL,
     bytes BLOB NOT NULL,
     file_size BIGINT
   );
   CREATE TABLE results (
     run BIGINT NOT NULL,
     execution BIGINT NOT NULL,
     blob BIGINT NOT NULL,
     reuse_key TEXT,
     PRIMARY KEY (run, execution)
   ) WITHOUT ROWID;
   INSERT INTO runs SELECT numbers.no, run_id, workflow, state, started_at, updated_at, records, head, owner, executions,
     started, completed, failed, removed_at, row_check FROM runs_2 JOIN numbers USING (run_id);
   INSERT INTO batches SELECT numbers.no, seq, CAST(body AS BLOB), CAST(hash AS BLOB)
     FROM records JOIN numbers USING (run_id) ORDER BY numbers.no, seq;
   INSERT INTO blobs SELECT rowid, COALESCE(unhex(hash), CAST(hash AS BLOB)), codec, bytes, file_size FROM blobs_2;
   INSERT INTO results SELECT numbers.no, execution, COALESCE(blobs_2.rowid, 0), reuse_key
     FROM results_2 JOIN numbers USING (run_id) LEFT JOIN blobs_2 ON blobs_2.hash = results_2.hash
     ORDER BY numbers.no, execution;
   CREATE INDEX definitions ON batches (run, seq) WHERE substr(body, 1, 1) <> x'01';
   CREATE INDEX results_by_reuse_key ON results (reuse_key) WHERE reuse_key IS NOT NULL;
   DROP TABLE runs_2;
   DROP TABLE blobs_2;
   DROP TABLE results_2;
   DROP TABLE records;
   DROP TABLE temp.numbers;`,
  },
  {
    // What the records of an unfinished run added up to, so that it goes on without reading them all.
    sql: `CREATE TABLE checkpoints (
     run BIGINT NOT NULL,
     page BIGINT NOT NULL,
     body BLOB NOT NULL,
     PRIMARY KEY (run, page)
   ) WITHOUT ROWID;`,
  },
  {
    // No other tables. The row of a run that goes on, and what refers to its results, may be some batches behind from here
    // on, which earlier versions take for records that are one too many.
    sql: "",
  },
];

/** Marks a SQLite file as a runstate store: "runs" in ASCII. */
export const applicationId = 0x72_75_6e_73;
