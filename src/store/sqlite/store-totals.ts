import type { DatabaseSync } from "node:sqlite";

import type * as Effect from "effect/Effect";

import type { StoreError } from "../../store-error.ts";
import type { RunId } from "../../journal/record.ts";
import type { StateCounts } from "../../journal/state-tally.ts";
import { readDatabase } from "./read-database.ts";
import { executionsOfRow, type Row } from "./run-row.ts";
import { runRows } from "./run-rows.ts";

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
  const going = new Set<unknown>(removed);
  const [kept, gone]: [Row[], Row[]] = [[], []];
  for (const row of runRows(database))
    (row["removed_at"] === null && !going.has(row["run_id"]) ? kept : gone).push(row);
  return { kept: sumOf(kept), removed: sumOf(gone) };
};

const sumOf = (rows: readonly Row[]): RunTotals => {
  const sum = (name: string): number => rows.reduce((total, row) => total + Number(row[name]), 0);
  const [executions, started, completed, failed] = ["executions", "started", "completed", "failed"].map(sum);
  return {
    runs: rows.length,
    records: sum("records"),
    executions: executionsOfRow({ executions, started, completed, failed }),
  };
};
