import type { DatabaseSync } from "node:sqlite";

import { isRunLocked } from "./run-lock.ts";

/** 1 MB: a few milliseconds, for which others wait. */
const pagesAtOnce = 250;

/** What may be left of a store that is written anew as a whole, which keeps others waiting: 5.5 s for 590 MB, measured. */
const mostBytesRewritten = 256 * 1_024 * 1_024;

/**
 * Gives the pages of what was deleted back to the file system, a few in each step, which others can write between.
 *
 * A file that was made before stores could do that is written anew once, if nobody works on a run of it and it is not
 * too large; otherwise its free pages are for later runs.
 */
export function* giveBackSpace(database: DatabaseSync, locks: string): Generator<number> {
  const pragma = (name: string): number => Number(Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]);
  if (pragma("auto_vacuum") === 0) {
    const rest = (pragma("page_count") - pragma("freelist_count")) * pragma("page_size");
    if (pragma("freelist_count") > 0 && rest <= mostBytesRewritten && !isAnyoneWorking(database, locks)) {
      database.exec("PRAGMA auto_vacuum = INCREMENTAL");
      database.exec("VACUUM");
      yield 0;
    }
  } else {
    for (let free = pragma("freelist_count"), before = Infinity; free > 0 && free < before;) {
      database.exec(`PRAGMA incremental_vacuum(${pagesAtOnce})`);
      before = free;
      free = pragma("freelist_count");
      yield 0;
    }
  }
  // What is in the log is moved into the file, and its end cut off, if that needs no waiting: with a checkpoint later otherwise.
  database.exec("PRAGMA busy_timeout = 0");
  pragma("wal_checkpoint(TRUNCATE)");
}

const isAnyoneWorking = (database: DatabaseSync, locks: string): boolean =>
  database
    .prepare("SELECT run_id FROM runs WHERE state = 'InProgress' AND removed_at IS NULL")
    .all()
    .some((row) => isRunLocked(locks, String(row["run_id"])));
