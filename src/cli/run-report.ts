import type { LifecycleState } from "../../machines/lifecycle.ts";
import type { RunFailed } from "../journal/record.ts";
import type { StateCounts } from "../journal/state-tally.ts";
import type { Status } from "../status/status.ts";
import { type ChangeGroup, groupChanges } from "./change-groups.ts";
import { type FailureGroup, groupFailures } from "./failure-groups.ts";
import { type ModuleTiming, timeModules } from "./module-timing.ts";
import { redactTables } from "./redact-tables.ts";
import { type ExecutionReport, reportExecutions } from "./execution-report.ts";
import { type ResultTable, tabulateResults } from "./result-tables.ts";

/**
 * Everything the command line says about a run, as data: what `--json` prints, and what the summary is written from.
 *
 * It comes from a status alone, so that a run and its journal tell the same.
 */
export interface RunReport {
  /** Of this format; it changes when a reader of it would break. */
  readonly version: 1;
  readonly runId: string | null;
  readonly workflow: string | null;
  readonly state: LifecycleState;
  /** Why the run failed; null unless it did. */
  readonly reason: RunFailed["reason"] | null;
  /** ISO 8601; null when the run has not started. */
  readonly startedAt: string | null;
  /** For how long processes worked on it, without the time before a resumption; up to the last record if it is not over. */
  readonly durationMs: number;
  /** How many times it was resumed; absent when it was not. */
  readonly resumptions?: number;
  readonly concurrency: number;
  readonly onFailure: "continue" | "stop";
  /**
   * `reused` are Completed too. `blocked` never ran because one above failed, `skipped` because the run ended first; both
   * are NotStarted too.
   */
  readonly executions: Readonly<StateCounts> & {
    readonly reused: number;
    readonly blocked: number;
    readonly skipped: number;
  };
  readonly experiments: Readonly<StateCounts>;
  /** Every execution in plan order, each after the one it hangs below. */
  readonly tree: readonly ExecutionReport[];
  /** The results that are flat, as tables; empty where results are not at hand: from a journal. */
  readonly results: readonly ResultTable[];
  /** The modules that ran, slowest first. */
  readonly modules: readonly ModuleTiming[];
  readonly changes: readonly ChangeGroup[];
  readonly failures: readonly FailureGroup[];
  /** The record the report is as of; only when an earlier one was asked for. */
  readonly asOf?: { readonly seq: number; readonly records: number };
  /** Only of a run read from a journal: whether the last line of it was cut short. */
  readonly torn?: boolean;
  /** The file the run is kept in; absent when it is kept in none. */
  readonly store?: string;
  /** The command that goes on with the run; only of an unfinished one that is kept. */
  readonly resume?: string;
  /** The command that begins another run from what this one completed; only of one that failed and is kept. */
  readonly retry?: string;
}

/** The report of a run in any state; `redact` hides the secrets of its results, which are no part of its records. */
export const reportRun = (status: Status, redact: (text: string) => string = (text) => text): RunReport => {
  const first = status.getRecord(1);
  const started = first?.type === "run.started" ? first : undefined;
  const { executions, experiments, blocked, reused } = status.getStatusSummary();
  // Of a run in a store, each is read from there when it is asked for.
  const results = status.getResult();
  return {
    version: 1,
    runId: status.runId ?? null,
    workflow: status.workflow ?? null,
    state: status.state,
    reason: status.failure ?? null,
    startedAt: started === undefined ? null : new Date(started.at).toISOString(),
    durationMs: status.durationMs,
    ...(status.resumptions > 0 && { resumptions: status.resumptions }),
    concurrency: started?.concurrency ?? 1,
    onFailure: started?.onFailure ?? "continue",
    executions: { ...executions, reused, blocked, skipped: status.isOver() ? executions.NotStarted - blocked : 0 },
    experiments,
    tree: reportExecutions(status, results, redact),
    results: redactTables(tabulateResults(status, results), redact),
    modules: timeModules(status),
    changes: groupChanges(status),
    failures: groupFailures(status),
  };
};
