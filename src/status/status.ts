import type { LifecycleState } from "../../machines/lifecycle.ts";
import type { DurationMs, JournalRecord, RunFailed, RunId } from "../journal/record.ts";
import { type RunLog, unstartedLog } from "../journal/run-log.ts";
import type { RunState } from "../journal/run-state.ts";
import { parseSnapshotId } from "../journal/snapshot-id.ts";
import type { StateCounts } from "../journal/state-tally.ts";
import type { SchemaFingerprint } from "../schema/fingerprint-schema.ts";
import type { Schema } from "../schema/schema.ts";
import type { Tracked } from "../workflow/module.ts";
import type { Plan } from "../workflow/plan.ts";
import { type Change, changesOf } from "./change.ts";
import { type ExecutionView, executionView, type Failure, failuresOf } from "./execution-view.ts";
import { type ExactFilter, matches } from "./matches.ts";
import { metadataEvolution, type MetadataStage, stagesAlong } from "./metadata-evolution.ts";
import { executionOf, type NameAmong, placeOf, requireNames, requireParts } from "./known-names.ts";
import { noAnswer } from "./no-answer.ts";
import { allResults, noResult, type ResultLookup, resultOf } from "./results.ts";
import { type Snapshot, snapshotOf } from "./snapshot.ts";
import { type StatusSummary, summarise } from "./status-summary.ts";
import { TimingColumns } from "./timing-columns.ts";
import { timingOf } from "./timing-of.ts";
import { type TimingRecord, TimingTable } from "./timing.ts";

/** Exact-match filters: every given part must be equal. */
export type SnapshotFilter<ModuleName extends string = string> = ExactFilter<
  Snapshot,
  "experimentName" | "experimentKey" | "phase"
> & { readonly moduleName?: ModuleName | undefined };

/** Exact-match filters: every given part must be equal. */
export type ChangeFilter<ModuleName extends string = string> = ExactFilter<
  Change,
  "experimentName" | "experimentKey" | "type"
> & {
  readonly moduleName?: ModuleName | undefined;
  /** The name of a column, at any depth. */
  readonly field?: string | undefined;
};

/** Everything known about a run: a read-only view of its log. With `fromJournal` it is the public class. */
export class Status<
  Results extends Readonly<Record<string, Tracked<unknown>>> = Readonly<Record<string, Tracked<unknown>>>,
  ModuleName extends string = string,
> {
  readonly #log: RunLog;
  readonly #lookup: ResultLookup;
  #remembered = { seq: 0, views: new Map<string, unknown>() };

  constructor(log: RunLog = unstartedLog(), lookup: ResultLookup = () => undefined) {
    this.#log = log;
    this.#lookup = lookup;
  }

  get #state(): RunState {
    return this.#log.state;
  }

  /** Undefined until the run starts. */
  get runId(): RunId | undefined {
    return this.#state.started?.runId;
  }

  /** The workflow's name; undefined until the run starts. */
  get workflow(): string | undefined {
    return this.#state.started?.workflow;
  }

  /** The state of the run: Completed when every experiment is, Failed when it ended otherwise. */
  get state(): LifecycleState {
    return this.#state.state;
  }

  /** Why the run failed; undefined unless it did. */
  get failure(): RunFailed["reason"] | undefined {
    return this.#state.failure?.reason;
  }

  /**
   * For how long processes have worked on the run, in ms: after a resumption without the time in between. The process
   * that ended the run measured itself on a monotonic clock; of any other there are the wall times of its records.
   */
  get durationMs(): DurationMs {
    return this.#state.durationMs;
  }

  /** How many times the run was resumed. */
  get resumptions(): number {
    return this.#state.resumptions;
  }

  /** The number of the last record; 0 before the first. */
  get seq(): number {
    return this.#state.seq;
  }

  /** What the run executes, in which order; of no size while nothing is known of it. */
  get plan(): Plan {
    return this.#state.plan;
  }

  /** Whether every record is kept; not where an executor was told to keep only the newest (`keepRecords`). */
  get keepsAllRecords(): boolean {
    return this.#log.keepsAll;
  }

  /** The kept records, oldest first. */
  get records(): readonly JournalRecord[] {
    return this.#remember("records", () => Array.from(this.#log.each(), (record) => Object.freeze(record)));
  }

  /** The record with this number; undefined when there is none yet, or it was evicted. O(1). */
  getRecord(seq: number): JournalRecord | undefined {
    return Object.freeze(this.#log.at(seq));
  }

  /** The schema with this fingerprint; undefined when no record told it. O(1). */
  getSchema(fingerprint: string): Schema | undefined {
    return this.#state.schema(fingerprint as SchemaFingerprint) ?? undefined;
  }

  /** Executions per state, over the whole plan. */
  get executionCounts(): Readonly<StateCounts> {
    return { ...this.#state.executions };
  }

  /** Experiments per state, over the whole plan. */
  get experimentCounts(): Readonly<StateCounts> {
    return { ...this.#state.experiments };
  }

  /** Whether every experiment completed. */
  isCompleted(): boolean {
    return this.state === "Completed";
  }

  /** Whether the run is over, however it ended. */
  isOver(): boolean {
    return this.state === "Completed" || this.state === "Failed";
  }

  /**
   * The state of an execution, by its key; throws a StatusError for a key that is not in the plan. O(sequence length).
   *
   * The key of an experiment is that of its last execution, which stays NotStarted when one above it failed:
   * see {@link getExperimentState}.
   */
  getState(key: string): LifecycleState {
    return this.#state.executionState(executionOf(this.plan, key));
  }

  /** The state of an experiment, by its key: Failed as soon as one of its modules is, wherever on its path. */
  getExperimentState(key: keyof Results & string): LifecycleState {
    const execution = executionOf(this.plan, key);
    const { depth, experiment } = this.#state.planned(execution);
    if (depth === this.plan.sequence.length - 1) return this.#state.experimentState(experiment);
    throw noAnswer(
      "unknown-key",
      key,
      `it ends with ${this.plan.sequence[depth] ?? "?"}; an experiment goes down to the last module.`,
    );
  }

  /** Every execution of the plan, or every one that is in `state` now, in pre-order, each made when it is its turn. */
  *executions(state?: LifecycleState): IterableIterator<ExecutionView> {
    for (let execution = 0; execution < this.plan.size.executions; execution++)
      if (state === undefined || this.#state.executionState(execution) === state)
        yield executionView(this.#log, execution);
  }

  /** One execution, by its key; throws a StatusError for a key that is not in the plan. O(sequence length). */
  getExecution(key: string): ExecutionView {
    return executionView(this.#log, executionOf(this.plan, key));
  }

  /** Every failed execution with its error. */
  getFailures(): readonly Failure[] {
    return this.#remember("failures", () => failuresOf(this.#log));
  }

  /** The results of all completed experiments, by key: partial after a failure. */
  getResult(): Partial<Results>;
  /** The result of one experiment; throws a StatusError with the reason when there is none. */
  getResult<Key extends keyof Results & string>(key: Key): Results[Key];
  getResult(key?: string): unknown {
    return key === undefined ? allResults(this.#state, this.#lookup) : this.getExecutionResult(key);
  }

  /** The result of any execution on a path, inner modules included; throws a StatusError with the reason for none. */
  getExecutionResult(key: string): Tracked<unknown> {
    return resultOf(this.#state, this.#lookup, key);
  }

  /** All snapshots, oldest first: one before and one after every module execution. */
  get snapshots(): readonly Snapshot[] {
    return this.#remember("snapshots", () => this.#views(snapshotOf));
  }

  /**
   * The snapshots that equal the filter in every given part, oldest first; throws a StatusError for a part that they do
   * not have, and for a module, an experiment or a key that is not in the plan.
   */
  getSnapshots<Given extends string = ModuleName>(
    filter: SnapshotFilter<NameAmong<ModuleName, Given>> = {},
  ): readonly Snapshot[] {
    requireParts(filter, "moduleName experimentName experimentKey phase");
    requireNames(this.plan, filter);
    const { experimentKey: key } = filter;
    const among = key === undefined ? this.snapshots : this.#views(snapshotOf, this.#recordsOf(key));
    return among.filter((snapshot) => matches(snapshot, filter));
  }

  /** The snapshot with this id; undefined when there is none, or its record was evicted. O(1). */
  getSnapshotById(snapshotId: string): Snapshot | undefined {
    const seq = this.#seqOf(snapshotId);
    const record = seq === undefined ? undefined : this.#log.at(seq);
    return record && snapshotOf(record, this.#state);
  }

  /** All changes, oldest first. */
  get changes(): readonly Change[] {
    return this.#remember("changes", () => this.#changes());
  }

  /**
   * The changes that equal the filter in every given part, oldest first; throws a StatusError for a part that they do
   * not have, and for a module, an experiment or a key that is not in the plan. What columns there will be nobody knows:
   * of one that never was there are no changes.
   */
  getChangeHistory<Given extends string = ModuleName>(
    filter: ChangeFilter<NameAmong<ModuleName, Given>> = {},
  ): readonly Change[] {
    requireParts(filter, "moduleName experimentName experimentKey type field");
    requireNames(this.plan, filter);
    const { field, ...exact } = filter;
    const { experimentKey: key } = filter;
    const among = key === undefined ? this.changes : this.#changes(this.#recordsOf(key));
    return among.filter(
      (change) =>
        matches(change, exact) &&
        (field === undefined || (change.target.kind === "field" && change.target.path.includes(field))),
    );
  }

  /** Timing of every finished step; {@link TimingTable.groupBy} summarises. */
  getTiming(): TimingTable<ModuleName> {
    return this.#remember("timing", () => this.#timing());
  }

  /** Counts and names at a glance; O(sequence length), whatever the size of the run. */
  getStatusSummary(): StatusSummary {
    return summarise(this.#state);
  }

  /**
   * The schemas a module put out, in order of completion; with `key`, only on the path to that execution.
   *
   * An unchanged schema is listed as often as it came.
   */
  getMetadataEvolution<Given extends string = ModuleName>(
    moduleName: NameAmong<ModuleName, Given>,
    key?: string,
  ): readonly MetadataStage[] {
    placeOf(this.plan, moduleName);
    return key === undefined
      ? metadataEvolution(this.#log, moduleName)
      : stagesAlong(this.#log, executionOf(this.plan, key)).filter((stage) => stage.moduleName === moduleName);
  }

  /** The schema an execution put out, null when it is no frame; throws a StatusError with the reason why it is not known. */
  getMetadata(key: string): Schema | null {
    const { state, schemaAfter } = this.getExecution(key);
    if (schemaAfter !== undefined) return schemaAfter;
    throw state === "Completed"
      ? noAnswer(
          "released",
          key,
          "it completed, but its record was evicted, and the schema of its output with it. Keep more records.",
        )
      : noResult(this.#state, key);
  }

  /** The module before this one in the sequence; undefined for the first. */
  getPreModule<Given extends string = ModuleName>(moduleName: NameAmong<ModuleName, Given>): string | undefined {
    return this.plan.sequence[placeOf(this.plan, moduleName) - 1];
  }

  /** Module name to experiment name along the path of a key, in order; up to `moduleName` when given. */
  getFullExperiment<Given extends string = ModuleName>(
    key: string,
    moduleName?: NameAmong<ModuleName, Given>,
  ): ReadonlyMap<string, string> {
    const { path } = this.plan.execution(executionOf(this.plan, key));
    const end = moduleName === undefined ? path.length : placeOf(this.plan, moduleName) + 1;
    return new Map(path.slice(0, end));
  }

  /** The run as it was at an earlier record, by number or snapshot id. O(records); throws a StatusError for an unknown one. */
  statusAt(seqOrSnapshotId: number | string): Status {
    const seq = typeof seqOrSnapshotId === "number" ? seqOrSnapshotId : this.#seqOf(seqOrSnapshotId);
    if (seq === undefined || !Number.isInteger(seq) || seq < 0 || seq > this.seq)
      throw noAnswer(
        "unknown-id",
        String(seqOrSnapshotId),
        `records of this run are numbered 1 to ${this.seq}; snapshot ids read ${this.runId ?? "<runId>"}:<number>.`,
      );
    const [first] = this.#log.each();
    if (seq > 0 && first?.seq !== 1)
      throw noAnswer(
        "released",
        String(seqOrSnapshotId),
        `records before ${first?.seq ?? this.seq} were evicted. Keep all records to look back.`,
      );
    return new Status(this.#log.upTo(seq), this.#lookup);
  }

  /** The kept records of one execution: of nothing else a view has to be made where its key is given. */
  *#recordsOf(key: string): IterableIterator<JournalRecord> {
    const execution = executionOf(this.plan, key);
    const { first, last } = this.#state.recordsOf(execution);
    for (const record of this.#log.each(last, first))
      if ("execution" in record && record.execution === execution) yield record;
  }

  #views<View>(
    view: (record: JournalRecord, state: RunState) => View | undefined,
    records: Iterable<JournalRecord> = this.#log.each(),
  ): readonly View[] {
    const views: View[] = [];
    for (const record of records) {
      const seen = view(record, this.#state);
      if (seen !== undefined) views.push(Object.freeze(seen));
    }
    return views;
  }

  #changes(records: Iterable<JournalRecord> = this.#log.each()): readonly Change[] {
    const changes: Change[] = [];
    for (const record of records) changes.push(...changesOf(record, this.#state));
    return changes;
  }

  #timing(): TimingTable<ModuleName> {
    return new TimingTable(
      this.#log.keepsAll ? new TimingColumns(this.#log) : this.#views<TimingRecord>(timingOf),
      this.plan,
    );
  }

  #seqOf(id: string): number | undefined {
    const place = parseSnapshotId(id);
    return place?.runId === this.runId ? place?.seq : undefined;
  }

  /** What is remembered is handed to everyone who asks, so it is frozen. */
  #remember<View extends object>(name: string, make: () => View): View {
    if (this.#remembered.seq !== this.seq) this.#remembered = { seq: this.seq, views: new Map() };
    const { views } = this.#remembered;
    if (!views.has(name)) views.set(name, Object.freeze(make()));
    return views.get(name) as View;
  }
}
