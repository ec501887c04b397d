import type { DurationMs } from "../journal/record.ts";
import type { Status } from "../status/status.ts";
import {
  failedAttempt,
  queueTime,
  retryWait,
  type TimingColumn,
  type TimingGroup,
  type TimingRecord,
  TimingTable,
  wholeExecution,
} from "../status/timing.ts";

/** Where the time of a run went, as data: what `timing --json` prints. */
export interface TimingReport {
  readonly version: 1;
  readonly runId: string | null;
  readonly by: TimingColumn;
  /** Executions that ended, however they ended. */
  readonly executions: number;
  /** Executions that have not, and are in none of the numbers. */
  readonly inProgress: number;
  /** The time of those that ended together; those beside each other count each. */
  readonly totalMs: DurationMs;
  /** Longest in total first. */
  readonly groups: readonly TimedGroup[];
  /** Attempts that another one followed, and the waits before those: parts of the time of executions. */
  readonly retries: { readonly count: number; readonly attemptsMs: DurationMs; readonly waitsMs: DurationMs };
}

/** Durations with something in common. */
export interface GroupTiming {
  readonly key: string;
  readonly count: number;
  readonly totalMs: DurationMs;
  readonly meanMs: DurationMs;
  readonly p50Ms: DurationMs;
  readonly p95Ms: DurationMs;
  readonly maxMs: DurationMs;
  /** Of {@link TimingReport.totalMs}, 0 to 1. */
  readonly share: number;
}

/** Whole executions with something in common, and the steps they consist of where those were asked for. */
export interface TimedGroup extends GroupTiming {
  /** How long those that waited for their start did so, together; no part of their time. Only where any did. */
  readonly queuedMs?: DurationMs;
  readonly steps?: readonly GroupTiming[];
}

/** Sums up whole executions by a column; with `steps`, also what their modules timed inside. O(records). */
export const reportTiming = (status: Status, by: TimingColumn, steps: boolean): TimingReport => {
  const timing = status.getTiming();
  const whole = timing.records.filter(({ stepName }) => stepName === wholeExecution);
  const total = sumOf(whole);
  const queued = by === "stepName" ? new Map<string, DurationMs>() : queuedBy(timing, by);
  const parts = steps && by !== "stepName" ? stepsBy(timing, by, total) : undefined;
  return {
    version: 1,
    runId: status.runId ?? null,
    by,
    executions: whole.length,
    inProgress: status.executionCounts.InProgress,
    totalMs: total * 1000,
    groups: slowestFirst(timing.groupBy(by), total).map((group): TimedGroup => {
      const [within, queuedMs] = [parts?.get(group.key), queued.get(group.key)];
      return Object.assign(group, within && { steps: within }, queuedMs !== undefined && { queuedMs });
    }),
    retries: retriesOf(status, timing),
  };
};

const stepsBy = (timing: TimingTable, by: TimingColumn, total: number): ReadonlyMap<string, readonly GroupTiming[]> => {
  const groups = Map.groupBy(
    timing.records.filter(({ stepName }) => stepName !== wholeExecution && stepName !== queueTime),
    (record) => record[by],
  );
  return new Map(
    Array.from(groups, ([key, records]) => [key, slowestFirst(new TimingTable(records).groupBy("stepName"), total)]),
  );
};

const queuedBy = (timing: TimingTable, by: TimingColumn): ReadonlyMap<string, DurationMs> => {
  const queued = new Map<string, DurationMs>();
  for (const record of timing.records)
    if (record.stepName === queueTime)
      queued.set(record[by], (queued.get(record[by]) ?? 0) + record.durationSeconds * 1000);
  return queued;
};

const retriesOf = (status: Status, timing: TimingTable): TimingReport["retries"] => {
  const retried = status.records.filter((record) => record.type === "module.retried");
  return {
    count: retried.length,
    attemptsMs: sumOf(timing.records.filter(({ stepName }) => stepName === failedAttempt)) * 1000,
    waitsMs: sumOf(timing.records.filter(({ stepName }) => stepName === retryWait)) * 1000,
  };
};

const sumOf = (records: readonly TimingRecord[]): number =>
  records.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);

const slowestFirst = (groups: readonly TimingGroup[], total: number): readonly GroupTiming[] =>
  groups
    .map(({ key, count, sum, mean, p50, p95, max }): GroupTiming => ({
      key,
      count,
      totalMs: sum * 1000,
      meanMs: mean * 1000,
      p50Ms: p50 * 1000,
      p95Ms: p95 * 1000,
      maxMs: max * 1000,
      share: total === 0 ? 0 : sum / total,
    }))
    .toSorted((a, b) => b.totalMs - a.totalMs);
