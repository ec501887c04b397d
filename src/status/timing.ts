import { quantile } from "./quantile.ts";
import type { EpochMs, JournalRecord } from "../journal/record.ts";
import type { RunState } from "../journal/run-state.ts";
import { experimentKey } from "../workflow/experiment-key.ts";

/** How long one step of one execution took. */
export interface TimingRecord {
  /** `<runId>:<seq>` of the record that ended the step. */
  readonly recordId: string;
  readonly moduleName: string;
  readonly experimentName: string;
  readonly experimentKey: string;
  /** `run` for the whole execution, otherwise the name the module gave its step. */
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

/** The timing record a journal record stands for; undefined for records that are none. */
export const timingOf = (record: JournalRecord, state: RunState): TimingRecord | undefined => {
  const stepName = stepOf(record);
  if (stepName === undefined || !("durationMs" in record) || !("execution" in record)) return undefined;
  return {
    recordId: `${state.started?.runId ?? ""}:${record.seq}`,
    moduleName: record.moduleName,
    experimentName: record.experimentName,
    experimentKey: experimentKey(state.planned(record.execution).path),
    stepName,
    attempt: record.attempt,
    state:
      record.type === "step.completed" ? record.state : record.type === "module.completed" ? "Completed" : "Failed",
    startTime: record.at - record.durationMs,
    endTime: record.at,
    durationSeconds: record.durationMs / 1000,
  };
};

const stepOf = (record: JournalRecord): string | undefined => {
  if (record.type === "step.completed") return record.step;
  if (record.type === "module.retried") return record.durationMs === undefined ? undefined : failedAttempt;
  // What was taken over did not run, and would only make the mean of what did too small.
  if (record.type === "module.completed" && record.origin === "reused") return undefined;
  return record.type === "module.completed" || record.type === "module.failed" ? wholeExecution : undefined;
};

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
   * execution, and counting both would double the sum. Quantiles interpolate linearly between neighbours.
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
