import type { EpochMs } from "../journal/record.ts";
import type { Plan } from "../workflow/plan.ts";
import { Durations } from "./durations.ts";
import { type NameAmong, requireNames, requireParts } from "./known-names.ts";
import { type ExactFilter, matches } from "./matches.ts";
import { quantile } from "./quantile.ts";

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

/** What timing records can be grouped by. */
export type TimingColumn = "moduleName" | "experimentName" | "experimentKey" | "stepName" | "state";

/** Exact-match filters: every given column must be equal. */
export type TimingFilter<ModuleName extends string = string> = ExactFilter<
  TimingRecord,
  Exclude<TimingColumn, "moduleName"> | "attempt"
> & { readonly moduleName?: ModuleName | undefined };

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
export class TimingTable<ModuleName extends string = string> implements Iterable<TimingRecord> {
  readonly #rows: TimingRows;
  readonly #plan: Plan | undefined;

  /** With `plan`, names that are not in it are refused. */
  constructor(rows: readonly TimingRecord[] | TimingRows, plan?: Plan) {
    this.#plan = plan;
    this.#rows = isList(rows) ? rowsOf(Object.freeze(Array.from(rows))) : rows;
  }

  /** In the order of the journal; made when they are first asked for. */
  get records(): readonly TimingRecord[] {
    return this.#rows.records;
  }

  /** How many records there are. */
  get length(): number {
    return this.#rows.length;
  }

  [Symbol.iterator](): Iterator<TimingRecord> {
    return this.records[Symbol.iterator]();
  }

  /**
   * The records that equal the filter in every given column; throws a StatusError for a column that they do not have, and
   * for a module, an experiment or a key that the run does not have.
   */
  filter<Given extends string = ModuleName>(
    wanted: TimingFilter<NameAmong<ModuleName, Given>>,
  ): TimingTable<ModuleName> {
    requireParts(wanted, "moduleName experimentName experimentKey stepName state attempt");
    if (this.#plan !== undefined) requireNames(this.#plan, wanted);
    return new TimingTable(
      this.records.filter((record) => matches(record, wanted)),
      this.#plan,
    );
  }

  /**
   * Count, sum, mean, p50, p95 and max per group, in order of first appearance.
   *
   * Only whole executions (step `run`) are counted unless the steps themselves are asked for: a step is part of its
   * execution, and counting both would double the sum; the time in the queue is not part of it. Quantiles interpolate linearly between neighbours.
   */
  groupBy(column: TimingColumn): readonly TimingGroup[] {
    const by: { readonly [Column in TimingColumn]?: true } = { [column]: true };
    requireParts(by, "moduleName experimentName experimentKey stepName state");
    const groups = new Map<string, Durations>();
    this.#rows.each(column, (key, stepName, durationSeconds) => {
      if (column !== "stepName" && stepName !== wholeExecution) return;
      let durations = groups.get(key);
      if (durations === undefined) groups.set(key, (durations = new Durations()));
      durations.push(durationSeconds);
    });
    return Array.from(groups, ([key, durations]) => summarise(key, durations.sorted()));
  }
}

/** Where a table has its records from. */
export interface TimingRows {
  readonly length: number;
  readonly records: readonly TimingRecord[];
  /** Goes through the records, with the value of one column. */
  readonly each: (
    column: TimingColumn,
    visit: (value: string, stepName: string, durationSeconds: number) => void,
  ) => void;
}

const isList = (rows: readonly TimingRecord[] | TimingRows): rows is readonly TimingRecord[] => Array.isArray(rows);

const rowsOf = (records: readonly TimingRecord[]): TimingRows => ({
  length: records.length,
  records,
  each: (column, visit) => {
    for (const record of records) visit(record[column], record.stepName, record.durationSeconds);
  },
});

const summarise = (key: string, sorted: Float64Array): TimingGroup => {
  let sum = 0;
  for (const duration of sorted) sum += duration;
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
