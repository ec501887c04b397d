import { Clock, Context, Effect, Layer, Semaphore } from "effect";

import type { StoreError } from "../error.ts";
import type { JournalLog } from "../journal/journal-log.ts";
import { Journal } from "../journal/journal.ts";
import type { RecordRedaction } from "../journal/record-redaction.ts";
import type { RunState } from "../journal/run-state.ts";
import {
  type DurationMs,
  type EpochMs,
  type ExperimentFailed,
  journalVersion,
  type RunFailed,
  type RunStarted,
} from "../journal/record.ts";
import { type AppendBatch, type BuildRecords, groupCommit } from "./group-commit.ts";
import type { Observers } from "./observers.ts";
import {
  type CompletedEnd,
  type ExecutionSubject,
  type FailedEnd,
  RecordBatch,
  type RecordHead,
  type RetriedEnd,
} from "./record-batch.ts";

/**
 * Records what happens in a run: snapshots, changes and timing are views of what it appends.
 *
 * Each call appends one batch to the {@link Journal}, then tells the log, then the observers: nobody hears of what is
 * not recorded. It gives the time it recorded. Calls are serialised, so that records are numbered in the order they
 * are kept.
 */
export class Recorder extends Context.Service<
  Recorder,
  {
    readonly runStarted: (
      header: Omit<RunStarted, keyof RecordHead | "type" | "version">,
    ) => Effect.Effect<EpochMs, StoreError>;
    /** Goes on with an unfinished run: what was in progress when it was left gets another attempt. */
    readonly runResumed: (concurrency: number) => Effect.Effect<EpochMs, StoreError>;
    /** With `startsExperiment`, the experiment the execution is the first of; `queuedMs` if it had to wait. */
    readonly executionStarted: (
      subject: ExecutionSubject,
      startsExperiment: number | undefined,
      queuedMs: DurationMs | undefined,
    ) => Effect.Effect<EpochMs, StoreError>;
    readonly executionCompleted: (subject: ExecutionSubject, end: CompletedEnd) => Effect.Effect<EpochMs, StoreError>;
    readonly executionRetried: (subject: ExecutionSubject, end: RetriedEnd) => Effect.Effect<EpochMs, StoreError>;
    readonly executionFailed: (subject: ExecutionSubject, end: FailedEnd) => Effect.Effect<EpochMs, StoreError>;
    readonly experimentFailed: (
      experiment: number,
      reason: ExperimentFailed["reason"],
    ) => Effect.Effect<EpochMs, StoreError>;
    /** Ends the run: Completed when every experiment is, Failed for `reason` otherwise. */
    readonly runEnded: (durationMs: DurationMs, reason: RunFailed["reason"]) => Effect.Effect<EpochMs, StoreError>;
  }
>()("runstate/Recorder") {
  /**
   * Records into the {@link Journal}, then into `log`; `writers` says who can record at the same time, and how, and
   * `hidden` what is kept out of every record.
   */
  static readonly layer = (
    log: JournalLog,
    observers: Observers,
    writers: RecordWriters,
    hidden?: RecordRedaction,
  ): Layer.Layer<Recorder, never, Journal> =>
    Layer.effect(
      Recorder,
      Effect.map(Effect.all([Journal, Clock.Clock, Semaphore.make(1)]), ([journal, clock, turn]) => {
        const appendBatch: AppendBatch = (builds) =>
          Effect.suspend(() => {
            const batch = new RecordBatch(log, clock.currentTimeMillisUnsafe(), hidden);
            for (const build of builds) build(batch);
            return Effect.map(journal.append(batch.records), () => {
              for (const record of batch.records) log.append(record);
              for (const record of batch.records) observers.tell(record);
              return batch.at;
            });
          });
        const append = appendOf(writers, appendBatch, turn);
        return Recorder.of({
          runStarted: (header) =>
            append((batch) =>
              batch.add((head) => ({ ...head, type: "run.started", version: journalVersion, ...header })),
            ),
          runResumed: (concurrency) =>
            append((batch) => {
              batch.add((head) => ({ ...head, type: "run.resumed", concurrency }));
              for (const execution of inProgress(log.state)) batch.retryInterrupted(execution);
            }),
          executionStarted: (subject, startsExperiment, queuedMs) =>
            append((batch) => {
              if (startsExperiment !== undefined)
                batch.add(({ seq, at }) => ({ seq, at, type: "experiment.started", experiment: startsExperiment }));
              batch.executionStarted(subject, queuedMs);
            }),
          executionCompleted: (subject, end) =>
            append((batch) => {
              batch.executionCompleted(subject, end);
              const { endsExperiment } = end;
              if (endsExperiment !== undefined)
                batch.add(({ seq, at }) => ({ seq, at, type: "experiment.completed", experiment: endsExperiment }));
            }),
          executionRetried: (subject, end) => append((batch) => batch.executionRetried(subject, end)),
          executionFailed: (subject, end) =>
            append((batch) => {
              batch.executionFailed(subject, end);
              const { endsExperiment } = end;
              if (endsExperiment !== undefined)
                batch.add((head) => ({
                  ...head,
                  type: "experiment.failed",
                  experiment: endsExperiment,
                  reason: "module",
                }));
            }),
          experimentFailed: (experiment, reason) =>
            append((batch) => batch.add((head) => ({ ...head, type: "experiment.failed", experiment, reason }))),
          runEnded: (durationMs, reason) =>
            append((batch) => {
              const { experiments, plan } = log.state;
              const completed = experiments.Completed === plan.size.experiments;
              batch.add((head) =>
                completed
                  ? { ...head, type: "run.completed", durationMs }
                  : { ...head, type: "run.failed", reason, durationMs },
              );
            }),
        });
      }),
    );
}

/**
 * `one`: a single worker, which never waits for its turn. `in turn`: several, one after the other. `together`: several
 * that share an append when they record at the same time.
 */
export type RecordWriters = "one" | "in turn" | "together";

const appendOf = (
  writers: RecordWriters,
  append: AppendBatch,
  turn: Semaphore.Semaphore,
): ((build: BuildRecords) => Effect.Effect<EpochMs, StoreError>) => {
  switch (writers) {
    case "one":
      return (build) => append([build]); // asking for the turn costs 0.7 µs an append
    case "in turn":
      return (build) => turn.withPermit(append([build]));
    case "together":
      return groupCommit(append, turn);
  }
};

/** The executions in progress, by number. O(plan). */
const inProgress = (state: RunState): readonly number[] => {
  const found: number[] = [];
  for (let execution = 0; execution < state.plan.size.executions; execution++)
    if (state.executionState(execution) === "InProgress") found.push(execution);
  return found;
};
