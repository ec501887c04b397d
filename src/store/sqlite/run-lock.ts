import { createHash } from "node:crypto";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { makeFolder } from "./make-folder.ts";
import { errcodeOf } from "./store-failure.ts";

/** How long taking a lock waits: for those who ask about it to let go, never for an owner. */
const probeMs = 250;

/**
 * Takes the lock of a run for this process; undefined when another one has it. The returned function gives it back.
 *
 * The lock is an exclusive SQLite transaction on a file of its own, held open: the operating system lets go of it at
 * the death of the process, and at no other time. There is no clock in it, so a live owner that was stopped for an hour
 * is still the owner, and a dead one is known at once. The file stays while the run does: removing it could split the lock in two.
 */
export const lockRun = (folder: string, runId: string): (() => void) | undefined => {
  makeFolder(folder);
  if (isRunLocked(folder, runId)) return undefined;
  const file = new DatabaseSync(lockFile(folder, runId), { timeout: probeMs });
  try {
    file.exec("BEGIN EXCLUSIVE");
  } catch (thrown) {
    file.close();
    if (isBusy(thrown)) return undefined;
    throw thrown;
  }
  return () => file.close();
};

/**
 * Whether some process has the lock of a run; leaves nothing behind where none ever had it. Those who ask do not hinder
 * each other, and an owner waits for none of them: they share the lock, for an instant.
 */
export const isRunLocked = (folder: string, runId: string): boolean => {
  if (!existsSync(lockFile(folder, runId))) return false;
  const file = new DatabaseSync(lockFile(folder, runId), { readOnly: true, timeout: 0 });
  try {
    file.exec("SELECT count(*) FROM sqlite_schema");
    return false;
  } catch (thrown) {
    if (isBusy(thrown)) return true;
    throw thrown;
  } finally {
    file.close();
  }
};

/** Removes the lock of a run that is removed: whoever takes it all the same is refused the run. */
export const dropLock = (folder: string, runId: string): void => {
  try {
    rmSync(lockFile(folder, runId), { force: true });
  } catch {
    // An empty file stays where somebody has it open, on Windows.
  }
};

// Run ids are user text: hashed, none of them is a path.
const lockFile = (folder: string, runId: string): string =>
  join(folder, `${createHash("sha256").update(runId).digest("hex").slice(0, 32)}.lock`);

const isBusy = (thrown: unknown): boolean => (errcodeOf(thrown) & 0xff) === 5;
