import { closeSync, existsSync, openSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

import { StoreError } from "../../store-error.ts";
import { makeFolder } from "./make-folder.ts";
import { applicationId, migrations } from "./migrations.ts";
import { errcodeOf } from "./store-failure.ts";

/** How the file of a store is opened. */
export interface OpenOptions {
  /**
   * `process`: what is recorded survives the death of the process (kill -9). `full`: and the loss of power, at the
   * price of waiting for the disk with every commit. Default `process`.
   */
  readonly durability?: "process" | "full";
  readonly readOnly?: boolean;
}

/**
 * So many pages of 4 KiB the log holds before they are written to the file, which waits for the disk twice: with SQLite's
 * 1,000, a run of small modules waits for it twice as long. Among 4,062 a reader finds a page as fast as among fewer.
 */
const pagesOfLog = 4_000;

/** How long a write waits for another process's write. Each is under a millisecond; this is for stalled machines. */
const busyTimeoutMs = 30_000;

/**
 * Opens a store file, creating it (0600, in a 0700 folder) and migrating an older one; throws a StoreError for a newer
 * one, and for a file that is something else, which is left as it is.
 */
export const openDatabase = (path: string, options: OpenOptions = {}): DatabaseSync => {
  const { durability = "process", readOnly = false } = options;
  const found = statSync(path, { throwIfNoEntry: false });
  if (found !== undefined && !found.isFile()) throw noFile(path, found.isDirectory() ? "folder" : "device or a pipe");
  if (readOnly) return openToRead(path);
  createFile(path);
  return checked(new DatabaseSync(path, { timeout: busyTimeoutMs }), (database) => {
    // Before the first write, and the mode of the journal is one.
    const version = checkFile(database, path);
    // Lets removed runs give back their space in short steps; costs about 2 % of the time of bare inserts.
    if (version === 0) database.exec("PRAGMA auto_vacuum = INCREMENTAL");
    database.exec("PRAGMA journal_mode = WAL");
    database.exec(`PRAGMA wal_autocheckpoint = ${pagesOfLog}`);
    database.exec(`PRAGMA synchronous = ${durability === "full" ? "FULL" : "NORMAL"}`);
    migrate(database, path);
  });
};

/**
 * Where neither the file nor its folder can be written, SQLite cannot keep what it needs beside a file in WAL mode. Such
 * a file cannot change either, and is read without. Not so when it has a log of its own: what was committed last is there.
 */
const openToRead = (path: string): DatabaseSync => {
  const check = (database: DatabaseSync): void => checkVersion(database, path);
  try {
    return checked(new DatabaseSync(path, { readOnly: true, timeout: busyTimeoutMs }), check);
  } catch (thrown) {
    const code = errcodeOf(thrown) & 0xff;
    if ((code !== readOnlyCode && code !== cannotOpenCode) || !existsSync(path)) throw thrown;
    if ((statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0) throw hasLog(path, thrown);
    return checked(new DatabaseSync(`${pathToFileURL(path).href}?immutable=1`, { readOnly: true }), check);
  }
};

const [readOnlyCode, cannotOpenCode] = [8, 14];

/** SQLite would make it with the permissions of the day, and a process that dies before it corrects them leaves those. */
const createFile = (path: string): void => {
  makeFolder(dirname(path));
  try {
    // Never opens one that is there: closing it again would give back the locks this process has on it.
    closeSync(openSync(path, "wx", 0o600));
  } catch (thrown) {
    if (!existsSync(path)) throw thrown;
  }
};

/** A database that passes a check; closed when it does not. */
const checked = (database: DatabaseSync, check: (database: DatabaseSync) => void): DatabaseSync => {
  try {
    check(database);
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
};

const migrate = (database: DatabaseSync, path: string): void => {
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

const noFile = (path: string, what: string): StoreError =>
  new StoreError({
    reason: "not-a-store",
    subject: path,
    detail: `it is a ${what}. Give the path of a store, or of a new file.`,
    cause: undefined,
  });

const hasLog = (path: string, cause: unknown): StoreError =>
  new StoreError({
    reason: "read-only",
    subject: path,
    detail: `its last records are in ${path}-wal, and cannot be read where nothing can be written. Copy both files to read them.`,
    cause,
  });
