import { isFinal, nextModuleState } from "../../machines/transition-table.ts";
import type { LifecycleState } from "../../machines/lifecycle.ts";
import { ConfigError, JournalError } from "../error.ts";
import type { Schema } from "../schema/schema.ts";
import type { SchemaFingerprint } from "../schema/fingerprint-schema.ts";
import { type Plan, type PlannedExecution, planOf } from "../workflow/plan.ts";
import { noPlan } from "./no-plan.ts";
import type {
  ExecutionRecord,
  ExperimentCompleted,
  ExperimentFailed,
  ExperimentStarted,
  JournalRecord,
  ModuleStarted,
  RunFailed,
  RunStarted,
  StepCompleted,
} from "./record.ts";
import { StateColumn, type StateCounts } from "./state-column.ts";

/** Everything a run has recorded so far, counted; exact whatever records were evicted since. */
export interface RunTotals {
  readonly snapshots: number;
  readonly changes: number;
  readonly timings: number;
}

/**
 * The state of a run as a fold over its journal: what has not started, what is in progress, what ended how.
 *
 * It holds about 17 bytes per execution of the plan, in columns, and the schemas; never the records. `apply` refuses
 * whatever the lifecycle does not allow with a {@link JournalError}, so that folding a journal is verifying it.
 */
export class RunState {
  #started: RunStarted | undefined;
  #ended: "Completed" | RunFailed | undefined;
  #plan: Plan = noPlan;
  #executions = new StateColumn(0);
  #experiments = new StateColumn(0);
  #perModule: StateCounts[] = [];
  #attempts = new Uint32Array(0);
  #firstSeq = new Uint32Array(0);
  #lastSeq = new Uint32Array(0);
  /** Per execution, the place in `#fingerprints` of the schema it put out, counted from 1; 0 for none. */
  #schemaAfter = new Uint32Array(0);
  readonly #fingerprints: SchemaFingerprint[] = [];
  readonly #schemas = new Map<SchemaFingerprint, { readonly schema: Schema; readonly place: number }>();
  #blocked = 0;
  #seq = 0;
  #snapshots = 0;
  #changes = 0;
  #timings = 0;
  #lastSnapshotSeq = 0;
  #lastChange: string | undefined;
  readonly #metadata = new Set<number>();
  #lastPlanned: PlannedExecution | undefined;

  /** With `plan`, every execution of it is NotStarted from the beginning. */
  constructor(plan?: Plan) {
    if (plan !== undefined) this.#use(plan);
  }

  /** The number of the last applied record; 0 when there is none. */
  get seq(): number {
    return this.#seq;
  }

  /** The record the run began with; undefined for a run that has not. */
  get started(): RunStarted | undefined {
    return this.#started;
  }

  /** The record the run failed with, if it did. */
  get failure(): RunFailed | undefined {
    return typeof this.#ended === "object" ? this.#ended : undefined;
  }

  get state(): LifecycleState {
    if (this.#started === undefined) return "NotStarted";
    if (this.#ended === undefined) return "InProgress";
    return this.#ended === "Completed" ? "Completed" : "Failed";
  }

  get plan(): Plan {
    return this.#plan;
  }

  /** The planned execution with this number; the last one asked for is remembered, as records come in runs. */
  planned(execution: number): PlannedExecution {
    if (this.#lastPlanned?.index !== execution) this.#lastPlanned = this.#plan.execution(execution);
    return this.#lastPlanned;
  }

  get executions(): StateCounts {
    return this.#executions.counts;
  }

  get experiments(): StateCounts {
    return this.#experiments.counts;
  }

  /** Counts per state of each module of the sequence. */
  get modules(): readonly StateCounts[] {
    return this.#perModule;
  }

  /** Executions that will never run because one above them failed; they are counted as NotStarted too. */
  get blocked(): number {
    return this.#blocked;
  }

  get totals(): RunTotals {
    return { snapshots: this.#snapshots, changes: this.#changes, timings: this.#timings };
  }

  get lastSnapshotSeq(): number {
    return this.#lastSnapshotSeq;
  }

  /** `<seq>/<n>` of the last change. */
  get lastChange(): string | undefined {
    return this.#lastChange;
  }

  /** Whether an execution of the module at this place of the sequence put out a frame. */
  hasMetadata(depth: number): boolean {
    return this.#metadata.has(depth);
  }

  schema(fingerprint: SchemaFingerprint | null): Schema | null {
    if (fingerprint === null) return null;
    return this.#schemas.get(fingerprint)?.schema ?? null;
  }

  knowsSchema(fingerprint: SchemaFingerprint): boolean {
    return this.#schemas.has(fingerprint);
  }

  executionState(execution: number): LifecycleState {
    return this.#executions.at(execution);
  }

  experimentState(experiment: number): LifecycleState {
    return this.#experiments.at(experiment);
  }

  attempt(execution: number): number {
    return this.#attempts[execution] ?? 0;
  }

  /** The seq of the execution's first record, and of its last; 0 when it has none. */
  recordsOf(execution: number): { readonly first: number; readonly last: number } {
    return { first: this.#firstSeq[execution] ?? 0, last: this.#lastSeq[execution] ?? 0 };
  }

  /** The nearest failed execution above this one, which is why it never ran. */
  blockedBy(execution: number): number | undefined {
    if (this.executionState(execution) !== "NotStarted" || this.#blocked === 0) return undefined;
    let above = this.planned(execution).parent;
    while (above !== undefined) {
      if (this.executionState(above) === "Failed") return above;
      above = this.planned(above).parent;
    }
    return undefined;
  }

  /** Applies the next record, or throws a {@link JournalError} and changes nothing. */
  apply(record: JournalRecord): void {
    if (record.seq !== this.#seq + 1)
      throw refuse(
        record,
        `it follows record ${this.#seq}`,
        "Records are numbered without gaps: one is missing or doubled.",
      );
    if (record.type === "run.started") this.#start(record);
    else {
      if (this.state !== "InProgress")
        throw refuse(record, `${record.type} while the run is ${this.state}`, "Nothing follows the end of a run.");
      this.#applyWithin(record);
    }
    this.#seq = record.seq;
  }

  #start(record: RunStarted): void {
    if (this.#started !== undefined)
      throw refuse(record, "the run had already started", "A journal holds one run: split the file.");
    this.#use(planOfRecord(record));
    this.#started = record;
  }

  #use(plan: Plan): void {
    this.#plan = plan;
    const { executions, experiments } = this.#plan.size;
    this.#executions = new StateColumn(executions);
    this.#experiments = new StateColumn(experiments);
    let executionsOfModule = 1;
    this.#perModule = this.#plan.modules.map((module) => {
      executionsOfModule *= module.experiments.length;
      return { NotStarted: executionsOfModule, InProgress: 0, Completed: 0, Failed: 0 };
    });
    this.#attempts = new Uint32Array(executions);
    this.#firstSeq = new Uint32Array(executions);
    this.#lastSeq = new Uint32Array(executions);
    this.#schemaAfter = new Uint32Array(executions);
  }

  #applyWithin(record: Exclude<JournalRecord, RunStarted>): void {
    switch (record.type) {
      case "schema.recorded":
        if (this.#schemas.has(record.fingerprint))
          throw refuse(record, `schema ${record.fingerprint} was recorded before`, "Each schema is told once.");
        this.#schemas.set(record.fingerprint, {
          schema: record.schema,
          place: this.#fingerprints.push(record.fingerprint),
        });
        return;
      case "experiment.started":
        return this.#moveExperiment(record, record.experiment, "InProgress");
      case "experiment.completed":
        return this.#moveExperiment(record, record.experiment, "Completed");
      case "experiment.failed":
        return this.#moveExperiment(record, record.experiment, "Failed");
      case "module.started":
        return this.#startExecution(record);
      case "module.completed":
        this.#requireSchema(record, record.schemaAfter);
        this.#moveExecution(record, "module.complete");
        if (record.schemaAfter !== null)
          this.#schemaAfter[record.execution] = this.#schemas.get(record.schemaAfter)?.place ?? 0;
        this.#snapshots++;
        this.#lastSnapshotSeq = record.seq;
        this.#timings++;
        this.#changes += record.changes.length;
        if (record.changes.length > 0) this.#lastChange = `${record.seq}/${record.changes.length - 1}`;
        if (record.schemaAfter !== null) this.#metadata.add(this.planned(record.execution).depth);
        return;
      case "module.failed":
        this.#moveExecution(record, "module.fail");
        this.#snapshots++;
        this.#lastSnapshotSeq = record.seq;
        this.#timings++;
        return this.#failBelow(record.execution);
      case "module.retried":
        this.#moveExecution(record, "module.retry");
        this.#attempts[record.execution] = record.attempt + 1;
        this.#snapshots++;
        this.#lastSnapshotSeq = record.seq;
        return;
      case "step.completed":
        this.#requireInProgress(record);
        this.#timings++;
        return;
      case "run.completed":
      case "run.failed":
        return this.#end(record);
    }
  }

  #startExecution(record: Extract<ExecutionRecord, { type: "module.started" }>): void {
    this.#requireKnown(record);
    const { parent } = this.planned(record.execution);
    if (parent !== undefined && this.executionState(parent) !== "Completed")
      throw refuse(record, `${label(record)} started before the module above it completed`, wrongOrder);
    if (record.attempt !== 1)
      throw refuse(record, `${label(record)} starts with attempt ${record.attempt}`, wrongOrder);
    const { experiment } = this.planned(record.execution);
    if (this.experimentState(experiment) !== "InProgress")
      throw refuse(record, `${label(record)} started outside its experiment ${experiment}`, wrongOrder);
    this.#requireSchemaBefore(record);
    this.#move(record, "module.start");
    this.#attempts[record.execution] = record.attempt;
    this.#firstSeq[record.execution] = record.seq;
    this.#lastSeq[record.execution] = record.seq;
    this.#snapshots++;
    this.#lastSnapshotSeq = record.seq;
  }

  #moveExecution(
    record: Exclude<ExecutionRecord, StepCompleted | ModuleStarted>,
    event: "module.complete" | "module.fail" | "module.retry",
  ): void {
    this.#requireInProgress(record);
    this.#requireSchemaBefore(record);
    this.#move(record, event);
    this.#lastSeq[record.execution] = record.seq;
  }

  #move(record: ExecutionRecord, event: Parameters<typeof nextModuleState>[1]): void {
    const from = this.executionState(record.execution);
    const to = nextModuleState(from, event);
    if (to === undefined)
      throw refuse(record, `${event} is not legal for ${label(record)}, which is ${from}`, wrongOrder);
    this.#executions.move(record.execution, to);
    const counts = this.#perModule[this.planned(record.execution).depth];
    if (counts === undefined || from === to) return;
    counts[from]--;
    counts[to]++;
  }

  /**
   * What is below a failed execution never runs, and every other experiment through it failed with it; the one it was
   * run for is told to have failed by its own record, the next.
   */
  #failBelow(execution: number): void {
    const { depth, experiment } = this.planned(execution);
    this.#blocked += this.#plan.subtreeSize(depth) - 1;
    this.#experiments.fill(experiment + 1, experiment + this.#plan.experimentsBelow(depth), "Failed");
  }

  #moveExperiment(
    record: ExperimentStarted | ExperimentCompleted | ExperimentFailed,
    experiment: number,
    to: "InProgress" | "Completed" | "Failed",
  ): void {
    if (!Number.isInteger(experiment) || experiment < 0 || experiment >= this.#plan.size.experiments)
      throw refuse(record, `the plan has no experiment ${experiment}`, foreign);
    const from = this.experimentState(experiment);
    if (from !== (to === "InProgress" ? "NotStarted" : "InProgress"))
      throw refuse(record, `experiment ${experiment} is ${from}`, wrongOrder);
    const states = this.#plan.experiment(experiment).executions.map((execution) => this.executionState(execution));
    if (to === "Completed" && states.at(-1) !== "Completed")
      throw refuse(record, `experiment ${experiment} completed before its last module`, wrongOrder);
    if (record.type === "experiment.failed") {
      if (states.includes("Failed") !== (record.reason === "module"))
        throw refuse(
          record,
          `experiment ${experiment} failed for the reason ${record.reason}, and its modules are ${states.join(", ")}`,
          wrongOrder,
        );
      if (states.includes("InProgress") || states.at(-1) === "Completed")
        throw refuse(record, `experiment ${experiment} failed, and its modules are ${states.join(", ")}`, wrongOrder);
    }
    this.#experiments.move(experiment, to);
  }

  #requireInProgress(record: ExecutionRecord): void {
    this.#requireKnown(record);
    const state = this.executionState(record.execution);
    if (state !== "InProgress")
      throw refuse(record, `${record.type} for ${label(record)}, which is ${state}`, wrongOrder);
    if (record.attempt !== this.attempt(record.execution))
      throw refuse(
        record,
        `attempt ${record.attempt} of ${label(record)}, which is at attempt ${this.attempt(record.execution)}`,
        wrongOrder,
      );
  }

  #requireKnown(record: ExecutionRecord): void {
    const { execution } = record;
    if (!Number.isInteger(execution) || execution < 0 || execution >= this.#plan.size.executions)
      throw refuse(record, `the plan has no execution ${execution}`, foreign);
    const planned = this.planned(execution);
    if (planned.moduleName !== record.moduleName || planned.experimentName !== record.experimentName)
      throw refuse(
        record,
        `execution ${execution} is ${planned.moduleName}[${planned.experimentName}] in the plan, not ${label(record)}`,
        foreign,
      );
  }

  #requireSchema(record: JournalRecord, fingerprint: SchemaFingerprint | null): void {
    if (fingerprint !== null && !this.#schemas.has(fingerprint))
      throw refuse(record, `it refers to schema ${fingerprint}, which no record before it holds`, foreign);
  }

  /** The input of an execution is the output of the one above it. */
  #requireSchemaBefore(record: Exclude<ExecutionRecord, StepCompleted>): void {
    const { parent } = this.planned(record.execution);
    const above = parent === undefined ? null : (this.#fingerprints[(this.#schemaAfter[parent] ?? 0) - 1] ?? null);
    if (record.schemaBefore !== above)
      throw refuse(
        record,
        `the input of ${label(record)} has schema ${String(record.schemaBefore)}, the module above put out ${String(above)}`,
        foreign,
      );
  }

  #end(record: Extract<JournalRecord, { type: "run.completed" | "run.failed" }>): void {
    if (this.executions.InProgress > 0)
      throw refuse(record, `${this.executions.InProgress} executions are still in progress`, wrongOrder);
    if (this.experiments.InProgress > 0)
      throw refuse(record, `${this.experiments.InProgress} experiments are still in progress`, wrongOrder);
    const completed = this.experiments.Completed === this.#plan.size.experiments;
    if (completed !== (record.type === "run.completed"))
      throw refuse(
        record,
        `${record.type}, but ${this.experiments.Completed} of ${this.#plan.size.experiments} experiments completed`,
        wrongOrder,
      );
    if (record.type === "run.failed") this.#requireReason(record);
    this.#ended = record.type === "run.completed" ? "Completed" : record;
  }

  /** Only a run that was stopped, cancelled or interrupted may leave undone what could have been done. */
  #requireReason(record: RunFailed): void {
    const { Failed, NotStarted } = this.executions;
    const told = record.reason === "cancelled" || record.reason === "interrupted";
    if (!told && Failed === 0)
      throw refuse(record, `the run failed for the reason ${record.reason}, but no execution failed`, wrongOrder);
    if (record.reason === "error" && NotStarted !== this.#blocked)
      throw refuse(record, `${NotStarted - this.#blocked} executions neither ran nor were blocked`, wrongOrder);
    if (record.reason === "stopped" && this.#started?.onFailure !== "stop")
      throw refuse(record, 'the run was stopped, but its onFailure is not "stop"', foreign);
  }
}

/** The plan a run recorded; whatever its size was limited to then, it was run. */
const planOfRecord = (record: RunStarted): Plan => {
  try {
    return planOf(record.modules, { maxExecutions: Number.MAX_SAFE_INTEGER });
  } catch (thrown) {
    if (thrown instanceof ConfigError) throw refuse(record, thrown.message, foreign);
    throw thrown;
  }
};

const wrongOrder = "The lifecycle is NotStarted → InProgress → Completed | Failed.";
const foreign = "The record belongs to another run, or the file was edited.";

const label = (record: ExecutionRecord): string => `${record.moduleName}[${record.experimentName}]`;

const refuse = (record: JournalRecord, reason: string, remedy: string): JournalError =>
  new JournalError({ seq: record.seq, reason, remedy });

/** Whether a run in this state can still change. */
export const isRunOver = (state: RunState): boolean => isFinal(state.state);
