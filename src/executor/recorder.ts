import * as Clock from "effect/Clock";
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Semaphore from "effect/Semaphore";

import { asEffect, nowOf } from "../journal/at-once.ts";
import type { JournalLog } from "../journal/journal-log.ts";
import type { Journal } from "../journal/journal.ts";
import type { RecordRedaction } from "../journal/record-redaction.ts";
import type { RunState } from "../journal/run-state.ts";
import {
  type DurationMs,
  type EpochMs,
  type ExperimentFailed,
  type JournalRecord,
  journalVersion,
  type RunFailed,
  type RunStarted,
} from "../journal/record.ts";
import type { ResultRef } from "../store/result-store.ts";
import { after } from "./after.ts";
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
import { type Recorded, type RecordWriter, soleWriter } from "./sole-writer.ts";
import { UnheardMoves } from "./unheard-moves.ts";

/** What records are made with, and where they go. */
export interface RecorderSetup {
  readonly log: JournalLog;
  readonly observers: Observers;
  /** Where records are kept before anybody is told; undefined where the log is all there is. */
  readonly journal: Journal["Service"] | undefined;
  readonly writers: RecordWriters;
  /** What is kept out of every record. */
  readonly hidden?: RecordRedaction | undefined;
}

/**
 * Records what happens in a run: snapshots, changes and timing are views of what it appends.
 *
 * Each call appends one batch to the {@link Journal}, then tells the log, then the observers: nobody hears of what is
 * not recorded. Calls are serialised, so that records are numbered in the order they are kept. Only a completion may be
 * held back, to be in one batch with the start that follows on it.
 */
export class Recorder extends Context.Service<
  Recorder,
  {
    readonly runStarted: (header: Omit<RunStarted, keyof RecordHead | "type" | "version">) => Recorded;
    /** Goes on with an unfinished run: what was in progress when it was left gets another attempt. */
    readonly runResumed: (concurrency: number) => Recorded;
    /** With `startsExperiment`, the experiment the execution is the first of; `queuedMs` if it had to wait. */
    readonly executionStarted: (
      subject: ExecutionSubject,
      startsExperiment: number | undefined,
      queuedMs: DurationMs | undefined,
    ) => Recorded;
    /**
     * `result` says where it was kept before. With `next`, the caller promises to go on to the next start, or to
     * `keepHeld`, before anybody else can act: it may be held back until then, and is recorded with its own time.
     */
    readonly executionCompleted: (
      subject: ExecutionSubject,
      end: CompletedEnd,
      result: ResultRef,
      next?: "next",
    ) => Recorded;
    /** Records what was held back; undefined when nothing is. */
    readonly keepHeld: () => Recorded | undefined;
    readonly executionRetried: (subject: ExecutionSubject, end: RetriedEnd) => Recorded;
    readonly executionFailed: (subject: ExecutionSubject, end: FailedEnd) => Recorded;
    readonly experimentFailed: (experiment: number, reason: ExperimentFailed["reason"]) => Recorded;
    /** Ends the run: Completed when every experiment is, Failed for `reason` otherwise. */
    readonly runEnded: (durationMs: DurationMs, reason: RunFailed["reason"]) => Recorded;
  }
>()("runstate/Recorder") {
  static readonly layer = (setup: RecorderSetup): Layer.Layer<Recorder> =>
    Layer.effect(
      Recorder,
      Effect.map(Effect.all([Clock.Clock, Semaphore.make(1)]), ([clock, turn]) => {
        const { log } = setup;
        const { append, appendNext, hold, keepHeld, unheard } = writersOf(setup, clock, turn);
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
            unheard?.start(subject, startsExperiment, queuedMs) ??
            appendNext(startOf(subject, startsExperiment, queuedMs)),
          executionCompleted: (subject, end, result, next) =>
            unheard?.complete(subject, end, result, next) ??
            (next === undefined ? append : hold)(completionOf(subject, end, result)),
          keepHeld,
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

// Apart from where they are chosen: what a closure holds is allocated by whoever could make it, whether it does or not.
const startOf =
  (subject: ExecutionSubject, startsExperiment: number | undefined, queuedMs: DurationMs | undefined): BuildRecords =>
  (batch) => {
    if (startsExperiment !== undefined)
      batch.add(({ seq, at }) => ({ seq, at, type: "experiment.started", experiment: startsExperiment }));
    batch.executionStarted(subject, queuedMs);
  };

const completionOf =
  (subject: ExecutionSubject, end: CompletedEnd, result: ResultRef): BuildRecords =>
  (batch) => {
    batch.executionCompleted(subject, end, result);
    const { endsExperiment } = end;
    if (endsExperiment !== undefined)
      batch.add(({ seq, at }) => ({ seq, at, type: "experiment.completed", experiment: endsExperiment }));
  };

/** `one`: a single worker, which never waits for its turn. `together`: several, which share an append when they can. */
export type RecordWriters = "one" | "together";

/** What appends records; and what records without making any, in a run in memory that has no secret. */
interface Writers extends RecordWriter {
  readonly unheard?: UnheardMoves | undefined;
}

const writersOf = (
  { log, observers, journal, writers, hidden }: RecorderSetup,
  clock: Clock.Clock,
  turn: Semaphore.Semaphore,
): Writers => {
  const told: JournalRecord[] = [];
  let telling = false;
  /** An observer that ends what waits may lead to further records at once: they are told after the one it was told of. */
  const tell = ({ records, at }: RecordBatch): EpochMs => {
    for (const record of records) log.append(record);
    if (observers.isEmpty) return at;
    told.push(...records);
    if (telling) return at;
    telling = true;
    for (let record = told.shift(); record !== undefined; record = told.shift()) observers.tell(record);
    telling = false;
    return at;
  };
  if (journal === undefined) {
    // One for all: with a list of its own for each, a record would take twice the memory while it is made.
    const batch = new RecordBatch(log, 0, hidden);
    const unheard = hidden === undefined ? new UnheardMoves(log, clock, observers, batch) : undefined;
    const append = (build: BuildRecords): EpochMs => {
      unheard?.pause();
      batch.next(clock.currentTimeMillisUnsafe());
      build(batch);
      return tell(batch);
    };
    return { ...holdingNone(append), keepHeld: () => unheard?.pause(), unheard };
  }
  const keep = nowOf(journal.append);
  if (writers === "together") {
    const appendBatch: AppendBatch = (builds) =>
      Effect.suspend(() => {
        const batch = new RecordBatch(log, clock.currentTimeMillisUnsafe(), hidden);
        for (const build of builds) build(batch);
        return asEffect(after(keep(batch.records), () => tell(batch)));
      });
    return holdingNone(groupCommit(appendBatch, turn));
  }

  return soleWriter({ log, observers, journal, clock, hidden, tell });
};

/** Where each batch is appended at once. */
const holdingNone = (append: RecordWriter["append"]): RecordWriter => ({
  append,
  hold: append,
  appendNext: append,
  keepHeld: () => undefined,
});

/** The executions in progress, by number. O(plan). */
const inProgress = (state: RunState): readonly number[] => {
  const found: number[] = [];
  for (let execution = 0; execution < state.plan.size.executions; execution++)
    if (state.executionState(execution) === "InProgress") found.push(execution);
  return found;
};
