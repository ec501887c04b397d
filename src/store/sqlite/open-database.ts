import { chmodSync, existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { StoreError } from "../../error.ts";
import { applicationId, migrations } from "./migrations.ts";

/** How a store file is opened. */
export interface OpenOptions {
  /**
   * `process`: what is recorded survives the death of the process (kill -9). `full`: and the loss of power, at the
   * price of waiting for the disk with every commit. Default `process`.
   */
  readonly durability?: "process" | "full";
  /**
   * Values of more bytes than these are kept in files beside the store instead of in it: `<store>.blobs/<first two
   * digits>/<sha256>`. At most 512 MiB, since SQLite takes no value of 1 GB. Default 1 MiB.
   */
  readonly blobFileBytes?: number;
  readonly readOnly?: boolean;
}

/** How long a write waits for another process's write. Each is under a millisecond; this is for stalled machines. */
const busyTimeoutMs = 30_000;

/**
 * Opens a store file, creating it (0600, in a 0700 folder) and migrating an older one; throws a StoreError for a newer
 * one, and for a file that is something else.
 */
export const openDatabase = (path: string, options: OpenOptions = {}): DatabaseSync => {
  const { durability = "process", readOnly = false } = options;
  if (!readOnly) mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const isNew = !existsSync(path);
  const database = new DatabaseSync(path, { readOnly, timeout: busyTimeoutMs });
  try {
    if (isNew) chmodSync(path, 0o600);
    if (!readOnly) {
      database.exec("PRAGMA journal_mode = WAL");
      database.exec(`PRAGMA synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
    }
    migrate(database, path, readOnly);
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
};

const migrate = (database: DatabaseSync, path: string, readOnly: boolean): void => {
  if (readOnly) return checkVersion(database, path);
  // Immediate, so that two processes that open an old file at once migrate it one after the other, once.
  database.exec("BEGIN IMMEDIATE");
  try {
    const version = checkFile(database, path);
    for (const { sql, fill } of migrations.slice(version)) {
      database.exec(sql);
      fill?.(database);
    }
    if (version < migrations.length) {
      database.exec(`PRAGMA application_id = ${applicationId}`);
      database.exec(`PRAGMA user_version = ${migrations.length}`);
    }
    database.exec("COMMIT");
  } catch (thrown) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw thrown;
  }
};

/** The version of the file; 0 for one without any table. */
const checkFile = (database: DatabaseSync, path: string): number => {
  const version = pragma(database, "user_version");
  const tables = Number(database.prepare("SELECT count(*) AS n FROM sqlite_schema").get()?.["n"] ?? 0);
  if (tables > 0 && pragma(database, "application_id") !== applicationId)
    throw new StoreError({
      reason: "not-a-store",
      subject: path,
      detail: "it is a SQLite file of another program. Give the path of a store, or of a new file.",
      cause: undefined,
    });
  if (version > migrations.length)
    throw new StoreError({
      reason: "newer",
      subject: path,
      detail: `it has version ${version}, and this library reads up to ${migrations.length}. Update runstate.`,
      cause: undefined,
    });
  return version;
};

const checkVersion = (database: DatabaseSync, path: string): void => {
  if (checkFile(database, path) < migrations.length)
    throw new StoreError({
      reason: "not-a-store",
      subject: path,
      detail: "it holds no runs in the format of this library. Open it for writing once to migrate it.",
      cause: undefined,
    });
};

const pragma = (database: DatabaseSync, name: "user_version" | "application_id"): number =>
  Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
