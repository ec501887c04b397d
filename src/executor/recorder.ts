import { Clock, Context, Effect, Layer, Semaphore } from "effect";

import type { FailureReason } from "../../machines/lifecycle.ts";
import { encodeError } from "../journal/encoded-error.ts";
import type { JournalLog } from "../journal/journal-log.ts";
import { Journal } from "../journal/journal.ts";
import {
  type Annotations,
  type DurationMs,
  type EpochMs,
  type ExperimentFailed,
  type JournalRecord,
  journalVersion,
  type RunFailed,
  type RunStarted,
} from "../journal/record.ts";
import type { FieldChange } from "../schema/field-change.ts";
import { fingerprintSchema, type SchemaFingerprint } from "../schema/fingerprint-schema.ts";
import type { Schema } from "../schema/schema.ts";
import type { Observers } from "./observers.ts";

/** The execution a record is about. */
export interface ExecutionSubject {
  readonly execution: number;
  readonly moduleName: string;
  readonly experimentName: string;
  readonly attempt: number;
  readonly schemaBefore: Schema | null;
}

/** A finished step of an execution. */
export interface FinishedStep {
  readonly step: string;
  readonly state: "Completed" | "Failed";
  readonly at: number;
  readonly durationMs: DurationMs;
}

/** What is recorded with the end of any execution. */
export interface ExecutionEnd {
  readonly steps: readonly FinishedStep[];
  readonly annotations: Annotations;
  readonly durationMs: DurationMs;
  /** The experiment that ends with this execution, if it does. */
  readonly endsExperiment: number | undefined;
}

/** What is recorded with a completed execution. */
export interface CompletedEnd extends ExecutionEnd {
  readonly schemaAfter: Schema | null;
  readonly changes: readonly FieldChange[];
  readonly result: string;
}

/** What is recorded with a failed execution. */
export interface FailedEnd extends ExecutionEnd {
  readonly reason: FailureReason;
  readonly thrown: unknown;
}

type Head = Pick<JournalRecord, "seq" | "at">;

/**
 * Records what happens in a run: snapshots, changes and timing are views of what it appends.
 *
 * Each call appends one batch to the {@link Journal}, then tells the log, then the observers: nobody hears of what is
 * not recorded. It gives the time it recorded. Calls are serialised, so that records are numbered in the order they are kept.
 */
export class Recorder extends Context.Service<
  Recorder,
  {
    readonly runStarted: (header: Omit<RunStarted, keyof Head | "type" | "version">) => Effect.Effect<EpochMs>;
    /** With `startsExperiment`, the experiment the execution is the first of. */
    readonly executionStarted: (
      subject: ExecutionSubject,
      startsExperiment: number | undefined,
    ) => Effect.Effect<EpochMs>;
    readonly executionCompleted: (subject: ExecutionSubject, end: CompletedEnd) => Effect.Effect<EpochMs>;
    readonly executionFailed: (subject: ExecutionSubject, end: FailedEnd) => Effect.Effect<EpochMs>;
    readonly experimentFailed: (experiment: number, reason: ExperimentFailed["reason"]) => Effect.Effect<EpochMs>;
    /** Ends the run: Completed when every experiment is, Failed for `reason` otherwise. */
    readonly runEnded: (durationMs: DurationMs, reason: RunFailed["reason"]) => Effect.Effect<EpochMs>;
  }
>()("runstate/Recorder") {
  /** Records into the {@link Journal}, then into `log`. */
  static readonly layer = (log: JournalLog, observers: Observers): Layer.Layer<Recorder, never, Journal> =>
    Layer.effect(
      Recorder,
      Effect.map(Effect.all([Journal, Clock.Clock, Semaphore.make(1)]), ([journal, clock, turn]) => {
        const append = (build: (batch: Batch) => void): Effect.Effect<EpochMs> =>
          turn.withPermit(
            Effect.suspend(() => {
              const batch = new Batch(log.state.seq, clock.currentTimeMillisUnsafe(), log);
              build(batch);
              return Effect.map(journal.append(batch.records), () => {
                for (const record of batch.records) log.append(record);
                for (const record of batch.records) observers.tell(record);
                return batch.at;
              });
            }),
          );
        return Recorder.of({
          runStarted: (header) =>
            append((batch) => batch.add({ ...batch.head(), type: "run.started", version: journalVersion, ...header })),
          executionStarted: (subject, startsExperiment) =>
            append((batch) => {
              if (startsExperiment !== undefined)
                batch.add({ ...batch.head(), type: "experiment.started", experiment: startsExperiment });
              const schemaBefore = batch.refer(subject.schemaBefore);
              batch.add({ ...batch.head(), type: "module.started", ...names(subject), schemaBefore });
            }),
          executionCompleted: (subject, end) =>
            append((batch) => {
              batch.addSteps(subject, end.steps);
              const schemaBefore = batch.refer(subject.schemaBefore);
              const schemaAfter = batch.refer(end.schemaAfter);
              const { changes, annotations, durationMs, result } = end;
              batch.add({
                ...batch.head(),
                type: "module.completed",
                ...names(subject),
                origin: "executed",
                schemaBefore,
                schemaAfter,
                changes,
                annotations,
                durationMs,
                result,
              });
              if (end.endsExperiment !== undefined)
                batch.add({ ...batch.head(), type: "experiment.completed", experiment: end.endsExperiment });
            }),
          executionFailed: (subject, end) =>
            append((batch) => {
              batch.addSteps(subject, end.steps);
              const { reason, annotations, durationMs } = end;
              const schemaBefore = batch.refer(subject.schemaBefore);
              const error = encodeError(end.thrown);
              batch.add({
                ...batch.head(),
                type: "module.failed",
                ...names(subject),
                schemaBefore,
                reason,
                error,
                annotations,
                durationMs,
              });
              if (end.endsExperiment !== undefined)
                batch.add({
                  ...batch.head(),
                  type: "experiment.failed",
                  experiment: end.endsExperiment,
                  reason: "module",
                });
            }),
          experimentFailed: (experiment, reason) =>
            append((batch) => batch.add({ ...batch.head(), type: "experiment.failed", experiment, reason })),
          runEnded: (durationMs, reason) =>
            append((batch) => {
              const { state } = log;
              batch.add(
                state.experiments.Completed === state.plan.size.experiments
                  ? { ...batch.head(), type: "run.completed", durationMs }
                  : { ...batch.head(), type: "run.failed", reason, durationMs },
              );
            }),
        });
      }),
    );
}

const names = ({ execution, moduleName, experimentName, attempt }: ExecutionSubject) => ({
  execution,
  moduleName,
  experimentName,
  attempt,
});

/** Records being built for one append: numbered from the log's end, at one moment. */
class Batch {
  readonly records: JournalRecord[] = [];
  readonly #after: number;
  readonly at: EpochMs;
  readonly #log: JournalLog;
  readonly #referred = new Set<SchemaFingerprint>();

  constructor(after: number, at: EpochMs, log: JournalLog) {
    this.#after = after;
    this.at = at;
    this.#log = log;
  }

  head(): Head {
    return { seq: this.#after + this.records.length + 1, at: this.at };
  }

  add(record: JournalRecord): void {
    this.records.push(record);
  }

  addSteps(subject: ExecutionSubject, steps: readonly FinishedStep[]): void {
    for (const step of steps) this.add({ ...this.head(), type: "step.completed", ...names(subject), ...step });
  }

  /** The fingerprint of a schema, which is recorded first when the journal does not hold it yet. */
  refer(schema: Schema | null): SchemaFingerprint | null {
    if (schema === null) return null;
    const fingerprint = fingerprintSchema(schema);
    if (!this.#log.state.knowsSchema(fingerprint) && !this.#referred.has(fingerprint)) {
      this.#referred.add(fingerprint);
      this.add({ ...this.head(), type: "schema.recorded", fingerprint, schema });
    }
    return fingerprint;
  }
}
