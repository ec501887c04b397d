import type { DatabaseSync } from "node:sqlite";

import type { Effect } from "effect";

import type { StoreError } from "../../error.ts";
import type { RunId } from "../../journal/record.ts";
import type { StateCounts } from "../../journal/state-column.ts";
import { readDatabase } from "./read-database.ts";
import { executionsOfRow, type Row } from "./run-row.ts";

/** What some runs of a store add up to. */
export interface RunTotals {
  readonly runs: number;
  readonly records: number;
  /** Executions per state, over the whole plans. */
  readonly executions: Readonly<StateCounts>;
}

/** What all runs of a store add up to: those it keeps, and those that were removed from it. */
export interface StoreTotals {
  readonly kept: RunTotals;
  readonly removed: RunTotals;
}

/**
 * What all runs that were ever in a store add up to, as it is at one moment. One row per run is read.
 *
 * @example
 * ```ts
 * import { Effect } from "effect";
 * import { mkdtempSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * const path = join(mkdtempSync(join(tmpdir(), "runs-")), "runs.db");
 * const workflow = defineWorkflow("kept").module("Loader", { run: () => 1 });
 * await new Executor({ workflow, config: { Loader: { one: {} } }, store: sqliteStore(path) }).run();
 * const { kept, removed } = await Effect.runPromise(storeTotals(path));
 * [kept.runs, kept.executions.Completed, removed.runs]; // => [1, 1, 0]
 * ```
 */
export const storeTotals = (path: string): Effect.Effect<StoreTotals, StoreError> =>
  readDatabase(path, (database) => totalsOf(database));

/** The totals as if some more runs had been removed. */
export const totalsOf = (database: DatabaseSync, removed: readonly RunId[] = []): StoreTotals => {
  const rows = database.prepare(select).all(JSON.stringify(removed));
  const totals = (isRemoved: 0 | 1): RunTotals => {
    const row: Row = rows.find((candidate) => candidate["removed"] === isRemoved) ?? none;
    return { runs: Number(row["runs"]), records: Number(row["records"]), executions: executionsOfRow(row) };
  };
  return { kept: totals(0), removed: totals(1) };
};

const select = `SELECT removed_at IS NOT NULL OR run_id IN (SELECT value FROM json_each(?)) AS removed,
  count(*) AS runs, sum(records) AS records, sum(executions) AS executions,
  sum(started) AS started, sum(completed) AS completed, sum(failed) AS failed FROM runs GROUP BY 1`;

const none: Row = { runs: 0, records: 0, executions: 0, started: 0, completed: 0, failed: 0 };
