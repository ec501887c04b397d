import type { CompletionOrigin, LifecycleState } from "../../machines/lifecycle.ts";
import { ConfigError, JournalError } from "../error.ts";
import type { Schema } from "../schema/schema.ts";
import type { SchemaFingerprint } from "../schema/fingerprint-schema.ts";
import type { ExperimentKey } from "../workflow/experiment-key.ts";
import type { ExecutionPlace, Plan } from "../workflow/plan.ts";
import { RecentKeys } from "../workflow/recent-keys.ts";
import { recordedPlan } from "../workflow/recorded-plan.ts";
import { checkCompletion, checkExperimentCompletion, checkExperimentStart, checkStart } from "./check-move.ts";
import { checkRecord } from "./check-record.ts";
import { noPlan } from "./no-plan.ts";
import type {
  DurationMs,
  EpochMs,
  JournalRecord,
  ModuleCompleted,
  RunCompleted,
  RunFailed,
  RunStarted,
} from "./record.ts";
import type { RunCheckpoint, StateParts } from "./run-checkpoint.ts";
import { StateColumn } from "./state-column.ts";
import { type StateCode, stateCode, type StateCounts, StateTally } from "./state-tally.ts";
import { goneOn, workedMs, workedSince } from "./worked-time.ts";

/** Everything a run has recorded so far, counted; exact whatever records were evicted since. */
export interface RunTotals {
  readonly snapshots: number;
  readonly changes: number;
  readonly timings: number;
}

/** What an execution came to, as far as the state of its run depends on it. */
export type Completion = Pick<ModuleCompleted, "schemaBefore" | "schemaAfter" | "changes">;

/**
 * The state of a run as a fold over its journal: what has not started, what is in progress, what ended how.
 *
 * It holds about 17 bytes per execution of the plan, in columns, and the schemas; never the records.
 *
 * Most of a journal is four moves, which are told by numbers: an experiment or an execution starts, or completes. Each
 * refuses what is not legal and changes nothing then, and so does `apply`, which takes records of every kind: folding a
 * journal is verifying it.
 */
export class RunState {
  #started: RunStarted | undefined;
  #ended: RunCompleted | RunFailed | undefined;
  #plan: Plan = noPlan;
  #executions = new StateColumn(0);
  #experiments = new StateColumn(0);
  #perModule: StateTally[] = [];
  #attempts: Uint32Array = new Uint32Array(0);
  #firstSeq: Uint32Array = new Uint32Array(0);
  #lastSeq: Uint32Array = new Uint32Array(0);
  /** Per execution, the place in `#fingerprints` of the schema it put out, counted from 1; 0 for none. */
  #schemaAfter: Uint32Array = new Uint32Array(0);
  readonly #fingerprints: SchemaFingerprint[] = [];
  readonly #schemas = new Map<SchemaFingerprint, { readonly schema: Schema; readonly place: number }>();
  #cancelled: "cancelled" | "interrupted" | undefined;
  #blocked = 0;
  #reused = 0;
  #seq = 0;
  #snapshots = 0;
  #changes = 0;
  #timings = 0;
  #lastSnapshotSeq = 0;
  /** The wall time of the last record. */
  #lastAt = 0;
  #worked = workedSince(0);
  /** The last record that changed a schema, and how many changes it told of. */
  #lastChangeSeq = 0;
  #changesThen = 0;
  /** Per module, 1 when an execution of it put out a frame. */
  #metadata = new Uint8Array(0);
  #lastPlanned: ExecutionPlace | undefined;
  #keys = new RecentKeys(noPlan);

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
    return this.#ended?.type === "run.failed" ? this.#ended : undefined;
  }

  get state(): LifecycleState {
    if (this.#started === undefined) return "NotStarted";
    if (this.#ended === undefined) return "InProgress";
    return this.#ended.type === "run.completed" ? "Completed" : "Failed";
  }

  get plan(): Plan {
    return this.#plan;
  }

  /** The planned execution with this number; the last one asked for is remembered, as records come in runs. */
  planned(execution: number): ExecutionPlace {
    const last = this.#lastPlanned;
    if (last?.index === execution) return last;
    // Nearly always the next one down: a run of a thousand modules would look its place up in a thousand steps.
    const below = last !== undefined && last.index + 1 === execution ? this.#plan.placeBelow(last) : undefined;
    return (this.#lastPlanned = below ?? this.#plan.place(execution));
  }

  /** The label of the path down to an execution; those of neighbours share the memory of what they have in common. */
  keyOf(execution: number): ExperimentKey {
    return this.#keys.of(this.planned(execution));
  }

  get executions(): StateCounts {
    return this.#executions.counts;
  }

  get experiments(): StateCounts {
    return this.#experiments.counts;
  }

  /** Counts per state of each module of the sequence. */
  get modules(): readonly StateCounts[] {
    return this.#perModule.map(({ counts }) => counts);
  }

  /** Executions that will never run because one above them failed; they are counted as NotStarted too. */
  get blocked(): number {
    return this.#blocked;
  }

  /** Executions whose result was taken over; they are counted as Completed too. */
  get reused(): number {
    return this.#reused;
  }

  get totals(): RunTotals {
    return { snapshots: this.#snapshots, changes: this.#changes, timings: this.#timings };
  }

  /**
   * For how long processes have worked on the run, without the time in between: the last of a run that is over as it
   * measured itself, every other from its first record to its last.
   */
  get durationMs(): DurationMs {
    return workedMs(this.#worked, this.#lastAt, this.#ended?.durationMs);
  }

  /** Why experiments were ended between two of their modules; undefined while none was. */
  get cancelled(): "cancelled" | "interrupted" | undefined {
    return this.#cancelled;
  }

  /** How many times the run went on in another process. */
  get resumptions(): number {
    return this.#worked.resumptions;
  }

  get lastSnapshotSeq(): number {
    return this.#lastSnapshotSeq;
  }

  /** `<seq>/<n>` of the last change. */
  get lastChange(): string | undefined {
    return this.#changesThen === 0 ? undefined : `${this.#lastChangeSeq}/${this.#changesThen - 1}`;
  }

  /** Whether an execution of the module at this place of the sequence put out a frame. */
  hasMetadata(depth: number): boolean {
    return this.#metadata[depth] === 1;
  }

  schema(fingerprint: SchemaFingerprint | null): Schema | null {
    if (fingerprint === null) return null;
    return this.#schemas.get(fingerprint)?.schema ?? null;
  }

  knowsSchema(fingerprint: SchemaFingerprint): boolean {
    return this.#schemas.has(fingerprint);
  }

  /** The schema an execution put out; null when it has not, or put out no frame. */
  schemaAfter(execution: number): SchemaFingerprint | null {
    return this.#fingerprints[(this.#schemaAfter[execution] ?? 0) - 1] ?? null;
  }

  executionState(execution: number): LifecycleState {
    return this.#executions.at(execution);
  }

  executionCode(execution: number): StateCode {
    return this.#executions.codeAt(execution);
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

  /** Takes the next record, or throws a {@link JournalError} and changes nothing. */
  apply(record: JournalRecord): void {
    checkRecord(this, record);
    switch (record.type) {
      case "experiment.started":
        return this.startExperiment(record.at, record.experiment);
      case "experiment.completed":
        return this.completeExperiment(record.at, record.experiment);
      case "module.started":
        return this.startExecution(record.at, record.execution, record.schemaBefore, record.queuedMs);
      case "module.completed":
        return this.completeExecution(record.at, record.execution, record.attempt, record.origin, record);
      case "run.started":
        // A run that records the plan it was given has checked it.
        if (record.modules !== this.#plan.modules) this.#use(planOfRecord(record));
        this.#started = record;
        this.#worked = workedSince(record.at);
        break;
      case "run.resumed":
        this.#worked = goneOn(this.#worked, this.#lastAt, record.at);
        break;
      case "schema.recorded": {
        const { fingerprint, schema } = record;
        this.#schemas.set(fingerprint, { schema, place: this.#fingerprints.push(fingerprint) });
        break;
      }
      case "experiment.failed":
        this.#experiments.move(record.experiment, stateCode.Failed);
        if (record.reason !== "module") this.#cancelled = record.reason;
        break;
      case "module.retried":
        this.#moveExecution(record.execution, stateCode.InProgress, record.attempt + 1);
        if (record.durationMs !== undefined) this.#timings++;
        break;
      case "module.failed":
        this.#moveExecution(record.execution, stateCode.Failed, record.attempt);
        this.#timings++;
        this.#failBelow(record.execution);
        break;
      case "step.completed":
        this.#timings++;
        break;
      case "run.completed":
      case "run.failed":
        this.#ended = record;
        break;
    }
    this.#count(record.at);
  }

  startExperiment(at: EpochMs, experiment: number): void {
    checkExperimentStart(this, experiment);
    this.#experiments.move(experiment, stateCode.InProgress);
    this.#count(at);
  }

  completeExperiment(at: EpochMs, experiment: number): void {
    checkExperimentCompletion(this, experiment);
    this.#experiments.move(experiment, stateCode.Completed);
    this.#count(at);
  }

  startExecution(
    at: EpochMs,
    execution: number,
    schemaBefore: SchemaFingerprint | null,
    queuedMs: DurationMs | undefined,
  ): void {
    checkStart(this, execution, schemaBefore);
    this.#moveExecution(execution, stateCode.InProgress, 1);
    this.#firstSeq[execution] = this.#seq + 1;
    if (queuedMs !== undefined) this.#timings++;
    this.#count(at);
  }

  completeExecution(
    at: EpochMs,
    execution: number,
    attempt: number,
    origin: CompletionOrigin,
    { schemaBefore, schemaAfter, changes }: Completion,
  ): void {
    checkCompletion(this, execution, attempt, schemaBefore, schemaAfter);
    this.#moveExecution(execution, stateCode.Completed, attempt);
    // What was taken over did not run: it has no time.
    if (origin === "reused") this.#reused++;
    else this.#timings++;
    if (changes.length > 0) {
      this.#changes += changes.length;
      this.#lastChangeSeq = this.#seq + 1;
      this.#changesThen = changes.length;
    }
    if (schemaAfter !== null) {
      this.#schemaAfter[execution] = this.#schemas.get(schemaAfter)?.place ?? 0;
      this.#metadata[this.planned(execution).depth] = 1;
    }
    this.#count(at);
  }

  #count(at: EpochMs): void {
    this.#seq++;
    this.#lastAt = at;
  }

  /** What it consists of, to be kept: the columns themselves, which go on changing. */
  get parts(): StateParts {
    return {
      facts: {
        seq: this.#seq,
        modules: this.modules,
        metadata: Array.from(this.#metadata.keys()).filter((depth) => this.#metadata[depth] === 1),
        cancelled: this.#cancelled,
        blocked: this.#blocked,
        reused: this.#reused,
        snapshots: this.#snapshots,
        changes: this.#changes,
        timings: this.#timings,
        lastSnapshotSeq: this.#lastSnapshotSeq,
        lastChangeSeq: this.#lastChangeSeq,
        changesThen: this.#changesThen,
        lastAt: this.#lastAt,
        ...this.#worked,
      },
      columns: {
        executions: this.#executions.codes,
        experiments: this.#experiments.codes,
        attempts: this.#attempts,
        firstSeq: this.#firstSeq,
        lastSeq: this.#lastSeq,
        schemaAfter: this.#schemaAfter,
      },
    };
  }

  /** Of each page of executions and of experiments whether it changed since it was last said that all are kept. */
  get changedPages(): { readonly executions: Uint8Array; readonly experiments: Uint8Array } {
    return { executions: this.#executions.moved, experiments: this.#experiments.moved };
  }

  /** Takes over what the records before a checkpoint added up to, in their place; of a state that had none. */
  goOnFrom({ started, schemas, parts: { facts, columns } }: RunCheckpoint): void {
    this.#use(planOfRecord(started));
    this.#started = started;
    for (const [fingerprint, schema] of schemas)
      this.#schemas.set(fingerprint, { schema, place: this.#fingerprints.push(fingerprint) });
    this.#executions = new StateColumn(columns.executions.length, columns.executions);
    this.#experiments = new StateColumn(columns.experiments.length, columns.experiments);
    this.#attempts = columns.attempts;
    this.#firstSeq = columns.firstSeq;
    this.#lastSeq = columns.lastSeq;
    this.#schemaAfter = columns.schemaAfter;
    this.#perModule = facts.modules.map((counts) => StateTally.of(counts));
    for (const depth of facts.metadata) this.#metadata[depth] = 1;
    this.#cancelled = facts.cancelled;
    this.#blocked = facts.blocked;
    this.#reused = facts.reused;
    this.#seq = facts.seq;
    this.#snapshots = facts.snapshots;
    this.#changes = facts.changes;
    this.#timings = facts.timings;
    this.#lastSnapshotSeq = facts.lastSnapshotSeq;
    this.#lastChangeSeq = facts.lastChangeSeq;
    this.#changesThen = facts.changesThen;
    this.#lastAt = facts.lastAt;
    const { goesOnSince, earlierMs, resumptions } = facts;
    this.#worked = { goesOnSince, earlierMs, resumptions };
  }

  #use(plan: Plan): void {
    this.#plan = plan;
    this.#lastPlanned = undefined;
    this.#keys = new RecentKeys(plan);
    const { executions, experiments } = plan.size;
    this.#executions = new StateColumn(executions);
    this.#experiments = new StateColumn(experiments);
    let executionsOfModule = 1;
    this.#perModule = plan.modules.map((module) => {
      executionsOfModule *= module.experiments.length;
      return new StateTally(executionsOfModule);
    });
    this.#metadata = new Uint8Array(plan.modules.length);
    this.#attempts = new Uint32Array(executions);
    this.#firstSeq = new Uint32Array(executions);
    this.#lastSeq = new Uint32Array(executions);
    this.#schemaAfter = new Uint32Array(executions);
  }

  /** Every record that moves an execution is a snapshot. */
  #moveExecution(execution: number, to: StateCode, attempt: number): void {
    const seq = this.#seq + 1;
    this.#perModule[this.planned(execution).depth]?.move(this.#executions.codeAt(execution), to);
    this.#executions.move(execution, to);
    this.#attempts[execution] = attempt;
    this.#lastSeq[execution] = seq;
    this.#snapshots++;
    this.#lastSnapshotSeq = seq;
  }

  /**
   * What is below a failed execution never runs, and every other experiment through it failed with it; the one it was
   * run for is told to have failed by its own record, the next.
   */
  #failBelow(execution: number): void {
    const { depth, experiment } = this.planned(execution);
    this.#blocked += this.#plan.subtreeSize(depth) - 1;
    this.#experiments.fill(experiment + 1, experiment + this.#plan.experimentsBelow(depth), stateCode.Failed);
  }
}

const planOfRecord = (record: RunStarted): Plan => {
  try {
    return recordedPlan(record.modules);
  } catch (thrown) {
    if (!(thrown instanceof ConfigError)) throw thrown;
    const remedy = "The journal was edited, or another program wrote it.";
    throw new JournalError({ seq: record.seq, reason: thrown.message, remedy });
  }
};
