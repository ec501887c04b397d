import type { LifecycleState } from "../../machines/lifecycle.ts";
import type { Schema } from "../schema/schema.ts";
import type { SchemaFingerprint } from "../schema/fingerprint-schema.ts";
import type { ExperimentKey } from "../workflow/experiment-key.ts";
import type { ExecutionPlace, Plan } from "../workflow/plan.ts";
import type { DurationMs, RunFailed, RunStarted } from "./record.ts";
import type { StateCounters, StateParts } from "./run-checkpoint.ts";
import type { RunFacts } from "./run-facts.ts";
import type { StateCode, StateCounts } from "./state-tally.ts";
import { workedMs } from "./worked-time.ts";

/** Everything a run has recorded so far, counted; exact whatever records were evicted since. */
export interface RunTotals {
  readonly snapshots: number;
  readonly changes: number;
  readonly timings: number;
}

/** The state of a run: what has not started, what is in progress, what ended how. It goes along with its fold. */
export class RunState {
  readonly #facts: RunFacts;
  readonly #counters: StateCounters;

  constructor(facts: RunFacts) {
    this.#facts = facts;
    this.#counters = facts.counters;
  }

  /** The number of the last applied record; 0 when there is none. */
  get seq(): number {
    return this.#counters.seq;
  }

  /** The record the run began with; undefined for a run that has not. */
  get started(): RunStarted | undefined {
    return this.#facts.started;
  }

  /** The record the run failed with, if it did. */
  get failure(): RunFailed | undefined {
    return this.#facts.ended?.type === "run.failed" ? this.#facts.ended : undefined;
  }

  get state(): LifecycleState {
    if (this.#facts.started === undefined) return "NotStarted";
    if (this.#facts.ended === undefined) return "InProgress";
    return this.#facts.ended.type === "run.completed" ? "Completed" : "Failed";
  }

  get plan(): Plan {
    return this.#facts.plan;
  }

  /** The planned execution with this number; the last one asked for is remembered, as records come in runs. */
  planned(execution: number): ExecutionPlace {
    const facts = this.#facts;
    const last = facts.lastPlanned;
    if (last?.index === execution) return last;
    // Nearly always the next one down: a run of a thousand modules would look its place up in a thousand steps.
    const below = last !== undefined && last.index + 1 === execution ? facts.plan.placeBelow(last) : undefined;
    return (facts.lastPlanned = below ?? facts.plan.place(execution));
  }

  /** The label of the path down to an execution; those of neighbours share the memory of what they have in common. */
  keyOf(execution: number): ExperimentKey {
    return this.#facts.keys.of(this.planned(execution));
  }

  get executions(): StateCounts {
    return this.#facts.executions.counts;
  }

  get experiments(): StateCounts {
    return this.#facts.experiments.counts;
  }

  /** Counts per state of each module of the sequence. */
  get modules(): readonly StateCounts[] {
    return this.#facts.perModule.map(({ counts }) => counts);
  }

  /** Executions that will never run because one above them failed; they are counted as NotStarted too. */
  get blocked(): number {
    return this.#counters.blocked;
  }

  /** Executions whose result was taken over; they are counted as Completed too. */
  get reused(): number {
    return this.#counters.reused;
  }

  get totals(): RunTotals {
    return {
      snapshots: this.#counters.snapshots,
      changes: this.#counters.changes,
      timings: this.#counters.timings,
    };
  }

  /**
   * For how long processes have worked on the run, without the time in between: the last of a run that is over as it
   * measured itself, every other from its first record to its last.
   */
  get durationMs(): DurationMs {
    return workedMs(this.#counters, this.#counters.lastAt, this.#facts.ended?.durationMs);
  }

  /** Why experiments were ended between two of their modules; undefined while none was. */
  get cancelled(): "cancelled" | "interrupted" | undefined {
    return this.#counters.cancelled;
  }

  /** How many times the run went on in another process. */
  get resumptions(): number {
    return this.#counters.resumptions;
  }

  get lastSnapshotSeq(): number {
    return this.#counters.lastSnapshotSeq;
  }

  /** `<seq>/<n>` of the last change. */
  get lastChange(): string | undefined {
    return this.#counters.changesThen === 0
      ? undefined
      : `${this.#counters.lastChangeSeq}/${this.#counters.changesThen - 1}`;
  }

  /** Whether an execution of the module at this place of the sequence put out a frame. */
  hasMetadata(depth: number): boolean {
    return this.#facts.metadata[depth] === 1;
  }

  schema(fingerprint: SchemaFingerprint | null): Schema | null {
    if (fingerprint === null) return null;
    return this.#facts.schemas.get(fingerprint)?.schema ?? null;
  }

  knowsSchema(fingerprint: SchemaFingerprint): boolean {
    return this.#facts.schemas.has(fingerprint);
  }

  /** The schema an execution put out; null when it has not, or put out no frame. */
  schemaAfter(execution: number): SchemaFingerprint | null {
    return this.#facts.fingerprints[(this.#facts.schemaAfter[execution] ?? 0) - 1] ?? null;
  }

  executionState(execution: number): LifecycleState {
    return this.#facts.executions.at(execution);
  }

  executionCode(execution: number): StateCode {
    return this.#facts.executions.codeAt(execution);
  }

  experimentState(experiment: number): LifecycleState {
    return this.#facts.experiments.at(experiment);
  }

  attempt(execution: number): number {
    return this.#facts.attempts[execution] ?? 0;
  }

  /** The seq of the execution's first record, and of its last; 0 when it has none. */
  recordsOf(execution: number): { readonly first: number; readonly last: number } {
    return { first: this.#facts.firstSeq[execution] ?? 0, last: this.#facts.lastSeq[execution] ?? 0 };
  }

  /** The nearest failed execution above this one, which is why it never ran. */
  blockedBy(execution: number): number | undefined {
    if (this.executionState(execution) !== "NotStarted" || this.#counters.blocked === 0) return undefined;
    let above = this.planned(execution).parent;
    while (above !== undefined) {
      if (this.executionState(above) === "Failed") return above;
      above = this.planned(above).parent;
    }
    return undefined;
  }

  /** What it consists of, to be kept: the columns themselves, which go on changing. */
  get parts(): StateParts {
    const { executions, experiments, attempts, firstSeq, lastSeq, schemaAfter, metadata } = this.#facts;
    return {
      facts: {
        ...this.#counters,
        modules: this.modules,
        metadata: Array.from(metadata.keys()).filter((depth) => metadata[depth] === 1),
      },
      columns: {
        executions: executions.codes,
        experiments: experiments.codes,
        attempts,
        firstSeq,
        lastSeq,
        schemaAfter,
      },
    };
  }

  /** Of each page of executions and of experiments whether it changed since it was last said that all are kept. */
  get changedPages(): { readonly executions: Uint8Array; readonly experiments: Uint8Array } {
    return { executions: this.#facts.executions.moved, experiments: this.#facts.experiments.moved };
  }
}
