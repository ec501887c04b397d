import type { CompletionOrigin } from "../../machines/lifecycle.ts";
import { ConfigError } from "../error.ts";
import { JournalError } from "./journal-error.ts";
import type { SchemaFingerprint } from "../schema/fingerprint-schema.ts";
import type { Plan } from "../workflow/plan.ts";
import { recordedPlan } from "../workflow/recorded-plan.ts";
import { checkCompletion, checkExperimentCompletion, checkExperimentStart, checkStart } from "./check-move.ts";
import { checkRecord } from "./check-record.ts";
import type { DurationMs, EpochMs, JournalRecord, ModuleCompleted, RunStarted } from "./record.ts";
import type { RunCheckpoint, StateCounters } from "./run-checkpoint.ts";
import { RunFacts } from "./run-facts.ts";
import { RunState } from "./run-state.ts";
import { StateColumn } from "./state-column.ts";
import { type StateCode, stateCode, StateTally } from "./state-tally.ts";
import { goneOn, workedSince } from "./worked-time.ts";

/** What an execution came to, as far as the state of its run depends on it. */
export type Completion = Pick<ModuleCompleted, "schemaBefore" | "schemaAfter" | "changes">;

/**
 * Folds the records of a run into its state.
 *
 * Most of a journal is four moves, which are told by numbers: an experiment or an execution starts, or completes. Each
 * refuses what is not legal and changes nothing then, and so does `apply`, which takes records of every kind: folding a
 * journal is verifying it.
 */
export class JournalFold {
  /** What the records so far add up to. */
  readonly state: RunState;
  readonly #facts: RunFacts;
  readonly #counters: StateCounters;

  /** With `plan`, every execution of it is NotStarted from the beginning. */
  constructor(plan?: Plan) {
    this.#facts = new RunFacts(plan);
    this.#counters = this.#facts.counters;
    this.state = new RunState(this.#facts);
  }

  /** Takes the next record, or throws a {@link JournalError} and changes nothing. */
  apply(record: JournalRecord): void {
    checkRecord(this.state, record);
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
        if (record.modules !== this.#facts.plan.modules) this.#facts.use(planOfRecord(record));
        this.#facts.started = record;
        Object.assign(this.#counters, workedSince(record.at));
        break;
      case "run.resumed":
        Object.assign(this.#counters, goneOn(this.#counters, this.#counters.lastAt, record.at));
        break;
      case "schema.recorded": {
        const { fingerprint, schema } = record;
        this.#facts.schemas.set(fingerprint, { schema, place: this.#facts.fingerprints.push(fingerprint) });
        break;
      }
      case "experiment.failed":
        this.#facts.experiments.move(record.experiment, stateCode.Failed);
        if (record.reason !== "module") this.#counters.cancelled = record.reason;
        break;
      case "module.retried":
        this.#moveExecution(record.execution, stateCode.InProgress, record.attempt + 1);
        if (record.durationMs !== undefined) this.#counters.timings++;
        break;
      case "module.failed":
        this.#moveExecution(record.execution, stateCode.Failed, record.attempt);
        this.#counters.timings++;
        this.#failBelow(record.execution);
        break;
      case "step.completed":
        this.#counters.timings++;
        break;
      case "run.completed":
      case "run.failed":
        this.#facts.ended = record;
        break;
    }
    this.#count(record.at);
  }

  startExperiment(at: EpochMs, experiment: number): void {
    checkExperimentStart(this.state, experiment);
    this.#facts.experiments.move(experiment, stateCode.InProgress);
    this.#count(at);
  }

  completeExperiment(at: EpochMs, experiment: number): void {
    checkExperimentCompletion(this.state, experiment);
    this.#facts.experiments.move(experiment, stateCode.Completed);
    this.#count(at);
  }

  startExecution(
    at: EpochMs,
    execution: number,
    schemaBefore: SchemaFingerprint | null,
    queuedMs: DurationMs | undefined,
  ): void {
    checkStart(this.state, execution, schemaBefore);
    this.#moveExecution(execution, stateCode.InProgress, 1);
    this.#facts.firstSeq[execution] = this.#counters.seq + 1;
    if (queuedMs !== undefined) this.#counters.timings++;
    this.#count(at);
  }

  completeExecution(
    at: EpochMs,
    execution: number,
    attempt: number,
    origin: CompletionOrigin,
    { schemaBefore, schemaAfter, changes }: Completion,
  ): void {
    checkCompletion(this.state, execution, attempt, schemaBefore, schemaAfter);
    this.#moveExecution(execution, stateCode.Completed, attempt);
    // What was taken over did not run: it has no time.
    if (origin === "reused") this.#counters.reused++;
    else this.#counters.timings++;
    if (changes.length > 0) {
      this.#counters.changes += changes.length;
      this.#counters.lastChangeSeq = this.#counters.seq + 1;
      this.#counters.changesThen = changes.length;
    }
    if (schemaAfter !== null) {
      this.#facts.schemaAfter[execution] = this.#facts.schemas.get(schemaAfter)?.place ?? 0;
      this.#facts.metadata[this.state.planned(execution).depth] = 1;
    }
    this.#count(at);
  }

  #count(at: EpochMs): void {
    this.#counters.seq++;
    this.#counters.lastAt = at;
  }

  /** Takes over what the records before a checkpoint added up to, in their place; of a state that had none. */
  goOnFrom({ started, schemas, parts }: RunCheckpoint): void {
    const facts = this.#facts;
    const { modules, metadata, ...counters } = parts.facts;
    const { executions, experiments, ...columns } = parts.columns;
    facts.use(planOfRecord(started));
    facts.started = started;
    for (const [fingerprint, schema] of schemas)
      facts.schemas.set(fingerprint, { schema, place: facts.fingerprints.push(fingerprint) });
    Object.assign(facts, columns);
    facts.executions = new StateColumn(executions.length, executions);
    facts.experiments = new StateColumn(experiments.length, experiments);
    facts.perModule = modules.map((counts) => StateTally.of(counts));
    for (const depth of metadata) facts.metadata[depth] = 1;
    Object.assign(this.#counters, counters);
  }

  /** Every record that moves an execution is a snapshot. */
  #moveExecution(execution: number, to: StateCode, attempt: number): void {
    const seq = this.#counters.seq + 1;
    this.#facts.perModule[this.state.planned(execution).depth]?.move(this.#facts.executions.codeAt(execution), to);
    this.#facts.executions.move(execution, to);
    this.#facts.attempts[execution] = attempt;
    this.#facts.lastSeq[execution] = seq;
    this.#counters.snapshots++;
    this.#counters.lastSnapshotSeq = seq;
  }

  /**
   * What is below a failed execution never runs, and every other experiment through it failed with it; the one it was
   * run for is told to have failed by its own record, the next.
   */
  #failBelow(execution: number): void {
    const { depth, experiment } = this.state.planned(execution);
    this.#counters.blocked += this.#facts.plan.subtreeSize(depth) - 1;
    this.#facts.experiments.fill(
      experiment + 1,
      experiment + this.#facts.plan.experimentsBelow(depth),
      stateCode.Failed,
    );
  }
}

/** The state that the records of a run add up to; throws a JournalError at the first that is not legal. */
export const foldJournal = (records: Iterable<JournalRecord>): RunState => {
  const fold = new JournalFold();
  for (const record of records) fold.apply(record);
  return fold.state;
};

const planOfRecord = (record: RunStarted): Plan => {
  try {
    return recordedPlan(record.modules);
  } catch (thrown) {
    if (!(thrown instanceof ConfigError)) throw thrown;
    const remedy = "The journal was edited, or another program wrote it.";
    throw new JournalError({ seq: record.seq, reason: thrown.message, remedy });
  }
};
