import type { DatabaseSync } from "node:sqlite";

import type { EpochMs, RunId } from "../../journal/record.ts";
import { currentRow } from "./current-row.ts";
import { inTransaction } from "./in-transaction.ts";
import type { RemovedRun } from "./retention-rule.ts";
import { rowWriter } from "./row-writer.ts";
import { factsOfRow } from "./run-row.ts";
import { dropLock, lockRun } from "./run-lock.ts";

/** How many runs are locked at once: each lock is an open file. */
const runsAtOnce = 50;

/** What was marked so far. */
export interface Marked {
  readonly removed: RemovedRun[];
  /** Those that a process owns, or went on with since they were chosen. */
  readonly inUse: RunId[];
}

/**
 * Marks runs as removed, a few in each step: nobody can read them or go on with them from then on.
 *
 * A run is owned while it is marked, so that nobody can be working on it; and it must be as it was when it was chosen.
 */
export function* markRemoved(
  database: DatabaseSync,
  locks: string,
  chosen: readonly RemovedRun[],
  at: EpochMs,
  marked: Marked,
): Generator<number> {
  const select = database.prepare("SELECT * FROM runs WHERE run_id = ? AND removed_at IS NULL");
  const write = rowWriter(database);
  const mark = ({ runId, records }: RemovedRun): boolean => {
    const found = select.get(runId);
    // The row stays when the records go: it says what they all add up to then.
    const row = found && currentRow(database, found);
    if (row?.["records"] !== records) return false;
    write(factsOfRow(row), at);
    return true;
  };
  for (let from = 0; from < chosen.length; from += runsAtOnce) {
    const before = marked.removed.length;
    const owned = chosen.slice(from, from + runsAtOnce).map((run) => ({ run, release: lockRun(locks, run.runId) }));
    try {
      const free = owned.filter(({ release }) => release !== undefined);
      const done = inTransaction(database, () => free.filter(({ run }) => mark(run)));
      for (const { run } of owned.filter((one) => done.includes(one))) marked.removed.push(run);
      for (const { run } of owned.filter((one) => !done.includes(one))) marked.inUse.push(run.runId);
    } finally {
      for (const { release } of owned) release?.();
    }
    for (const { runId } of marked.removed.slice(before)) dropLock(locks, runId);
    yield 0;
  }
}
