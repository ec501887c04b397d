import type { LifecycleState } from "../../machines/lifecycle.ts";
import type { JournalRecord, ModuleFailed, RunFailed } from "../journal/record.ts";
import type { StateCounts } from "../journal/state-tally.ts";
import type { Status } from "../status/status.ts";
import { errorText } from "./error-text.ts";
import type { LoadedRun } from "./load-run.ts";
import type { RunReport } from "./run-report.ts";
import { blockedPerModule } from "../status/time-left.ts";

/** A run at a glance, as data: what `status --json` prints. */
export interface StatusReport {
  readonly version: 1;
  readonly runId: string | null;
  readonly workflow: string | null;
  readonly state: LifecycleState;
  /** Why the run failed; null unless it did. */
  readonly reason: RunFailed["reason"] | null;
  /** Whether a process works on the run; null where that is not known: of a journal file, or of an earlier record. */
  readonly live: boolean | null;
  /** ISO 8601; null when the run has not started. */
  readonly startedAt: string | null;
  /** The time of which this is true: now while a process works on the run, else that of the last record. */
  readonly asOf: string;
  /** How long processes have worked on it; while one does, by the wall clock since the last record. */
  readonly durationMs: number;
  /** The last record that counts here, of how many in all; null when there is none. */
  readonly lastRecord: { readonly seq: number; readonly type: JournalRecord["type"]; readonly at: string } | null;
  readonly records: number;
  readonly executions: RunReport["executions"];
  readonly experiments: Readonly<StateCounts>;
  readonly modules: readonly (Readonly<StateCounts> & { readonly moduleName: string; readonly blocked: number })[];
  readonly inProgress: readonly ExecutionInProgress[];
  readonly failures: readonly FailedInShort[];
}

/** An execution that has started and not ended. */
export interface ExecutionInProgress {
  readonly key: string;
  readonly attempt: number;
  readonly startedAt: string;
  /** From the record of its start to `asOf`, by the wall clock: attempts and waits included. */
  readonly elapsedMs: number;
}

/** A failed execution, by the error it ended with. */
export interface FailedInShort {
  readonly key: string;
  readonly reason: ModuleFailed["reason"];
  readonly error: string;
  readonly blocked: number;
}

/** What there is to be said of a run at a glance. O(plan). */
export const reportStatus = ({ status, records, asOf, live }: LoadedRun): StatusReport => {
  const [first, last] = [status.getRecord(1), status.getRecord(status.seq)];
  const summary = status.getStatusSummary();
  const { executions, experiments, blocked, reused } = summary;
  return {
    version: 1,
    runId: status.runId ?? null,
    workflow: status.workflow ?? null,
    state: status.state,
    reason: status.failure ?? null,
    live: live ?? null,
    startedAt: first === undefined ? null : iso(first.at),
    asOf: iso(asOf),
    durationMs: status.durationMs + Math.max(0, asOf - (last?.at ?? asOf)),
    lastRecord: last === undefined ? null : { seq: last.seq, type: last.type, at: iso(last.at) },
    records,
    executions: { ...executions, reused, blocked, skipped: status.isOver() ? executions.NotStarted - blocked : 0 },
    experiments,
    modules: modulesOf(status),
    inProgress: inProgressOf(status, asOf),
    failures: status.getFailures().map(({ key, reason, error, blocked: below }) => ({
      key,
      reason,
      error: errorText(error),
      blocked: below,
    })),
  };
};

const modulesOf = (status: Status): StatusReport["modules"] => {
  const { modules } = status.getStatusSummary();
  const blocked = blockedPerModule(
    modules.map(({ Failed }) => Failed),
    status.plan.modules.map(({ experiments }) => experiments.length),
  );
  return modules.map((module, depth) => Object.assign({ ...module }, { blocked: blocked[depth] ?? 0 }));
};

const inProgressOf = (status: Status, asOf: number): readonly ExecutionInProgress[] => {
  // Not every one of a million executions need be looked at to find none.
  if (status.executionCounts.InProgress === 0) return [];
  return Iterator.from(status.executions("InProgress"))
    .map(({ key, attempt, startedAt = asOf }) => ({
      key,
      attempt,
      startedAt: iso(startedAt),
      elapsedMs: Math.max(0, asOf - startedAt),
    }))
    .toArray();
};

const iso = (at: number): string => new Date(at).toISOString();
