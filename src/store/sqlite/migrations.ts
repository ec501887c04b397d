/**
 * The SQL of a store file, one entry per released version; entry N takes a file from version N to N + 1.
 *
 * Only types and statements that Postgres has too: text, bigint, bytea-like blobs, composite primary keys.
 */
export const migrations: readonly string[] = [
  `CREATE TABLE runs (
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
];

/** Marks a SQLite file as a runstate store: "runs" in ASCII. */
export const applicationId = 0x72_75_6e_73;
