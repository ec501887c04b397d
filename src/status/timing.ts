import { quantile } from "./quantile.ts";
import type { DurationMs, EpochMs, JournalRecord } from "../journal/record.ts";
import type { RunState } from "../journal/run-state.ts";
import { experimentKey } from "../workflow/experiment-key.ts";

/** How long one step of one execution took. */
export interface TimingRecord {
  /** `<runId>:<seq>` of the record that ended the step. */
  readonly recordId: string;
  readonly moduleName: string;
  readonly experimentName: string;
  readonly experimentKey: string;
  /**
   * `run` for the whole execution; `queue` for the time before it, in which it was ready and had not started; `attempt`
   * for a failed attempt that was followed by another, and `wait` for the wait between the two, which are parts of
   * `run`; otherwise the name the module gave its step.
   */
  readonly stepName: string;
  readonly attempt: number;
  readonly state: "Completed" | "Failed";
  /** Wall time; `endTime - startTime` can differ from the duration when the wall clock was set meanwhile. */
  readonly startTime: EpochMs;
  readonly endTime: EpochMs;
  /** Monotonic, unrounded. */
  readonly durationSeconds: number;
}

/** The name of the step that is the whole execution. */
export const wholeExecution = "run";

/** The name of the step that is an attempt which failed and was followed by another. */
export const failedAttempt = "attempt";

/** The name of the step that is the wait between two attempts. */
export const retryWait = "wait";

/** The name of the time in which an execution was ready and had not started. */
export const queueTime = "queue";

/** Names that no step of a module may have. */
export const ownSteps: readonly string[] = [wholeExecution, failedAttempt, retryWait, queueTime];

/** The timing record a journal record stands for; undefined for records that are none. */
export const timingOf = (record: JournalRecord, state: RunState): TimingRecord | undefined => {
  const timed = timedPart(record);
  if (timed === undefined || !("execution" in record)) return undefined;
  const { stepName, durationMs, completed } = timed;
  return {
    recordId: `${state.started?.runId ?? ""}:${record.seq}`,
    moduleName: record.moduleName,
    experimentName: record.experimentName,
    experimentKey: experimentKey(state.plan.execution(record.execution).path),
    stepName,
    attempt: record.attempt,
    state: completed ? "Completed" : "Failed",
    startTime: record.at - durationMs,
    endTime: record.at,
    durationSeconds: durationMs / 1000,
  };
};

interface TimedPart {
  readonly stepName: string;
  readonly durationMs: DurationMs;
  readonly completed: boolean;
}

const timedPart = (record: JournalRecord): TimedPart | undefined => {
  if (record.type === "module.started") return part(queueTime, record.queuedMs, true);
  if (record.type === "step.completed") return part(record.step, record.durationMs, record.state === "Completed");
  if (record.type === "module.retried") return part(failedAttempt, record.durationMs, false);
  // What was taken over did not run, and would only make the mean of what did too small.
  if (record.type === "module.completed" && record.origin === "reused") return undefined;
  if (record.type === "module.completed" || record.type === "module.failed")
    return part(wholeExecution, record.durationMs, record.type === "module.completed");
  return undefined;
};

const part = (stepName: string, durationMs: DurationMs | undefined, completed: boolean): TimedPart | undefined =>
  durationMs === undefined ? undefined : { stepName, durationMs, completed };

/** What timing records can be grouped by. */
export type TimingColumn = "moduleName" | "experimentName" | "experimentKey" | "stepName" | "state";

/** Durations of one group, in seconds. */
export interface TimingGroup {
  readonly key: string;
  readonly count: number;
  readonly sum: number;
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

/**
 * Timing records, and their summary by any column.
 *
 * @example
 * ```ts
 * const workflow = defineWorkflow("timed").module("Trainer", {
 *   run: ({ step }) => step("fit", () => step("read", () => 1) + 1),
 * });
 * const executor = new Executor({ workflow, config: { Trainer: { a: {}, b: {} } } });
 * await executor.run();
 * const timing = executor.getTiming();
 * timing.groupBy("moduleName"); // => [{ key: "Trainer", count: 2, … }]
 * timing.filter({ experimentName: "a" }).records.map(({ stepName }) => stepName); // => ["read", "fit", "run"]
 * ```
 */
export class TimingTable implements Iterable<TimingRecord> {
  /** In the order of the journal. */
  readonly records: readonly TimingRecord[];

  constructor(records: readonly TimingRecord[]) {
    this.records = Object.freeze(Array.from(records));
  }

  /** How many records there are. */
  get length(): number {
    return this.records.length;
  }

  [Symbol.iterator](): Iterator<TimingRecord> {
    return this.records[Symbol.iterator]();
  }

  /** The records that equal the filter in every given column. */
  filter(wanted: Partial<Pick<TimingRecord, TimingColumn | "attempt">>): TimingTable {
    const columns = Object.entries(wanted);
    return new TimingTable(
      this.records.filter((record) => columns.every(([column, value]) => record[column as TimingColumn] === value)),
    );
  }

  /**
   * Count, sum, mean, p50, p95 and max per group, in order of first appearance.
   *
   * Only whole executions (step `run`) are counted unless the steps themselves are asked for: a step is part of its
   * execution, and counting both would double the sum; the time in the queue is not part of it. Quantiles interpolate linearly between neighbours.
   */
  groupBy(column: TimingColumn): readonly TimingGroup[] {
    const groups = new Map<string, number[]>();
    for (const record of this.records) {
      if (column !== "stepName" && record.stepName !== wholeExecution) continue;
      const durations = groups.get(record[column]);
      if (durations === undefined) groups.set(record[column], [record.durationSeconds]);
      else durations.push(record.durationSeconds);
    }
    return Array.from(groups, ([key, durations]) => summarise(key, durations));
  }
}

const summarise = (key: string, durations: number[]): TimingGroup => {
  const sorted = durations.toSorted((a, b) => a - b);
  const sum = sorted.reduce((total, duration) => total + duration, 0);
  return {
    key,
    count: sorted.length,
    sum,
    mean: sum / sorted.length,
    p50: quantile(sorted, 0.5),
    p95: quantile(sorted, 0.95),
    max: sorted.at(-1) ?? 0,
  };
};
