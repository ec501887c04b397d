import type * as Clock from "effect/Clock";

import type { JournalLog } from "../journal/journal-log.ts";
import { isPlainCompletion } from "../journal/record-columns.ts";
import type { DurationMs, EpochMs } from "../journal/record.ts";
import type { ResultRef } from "../store/result-store.ts";
import type { Observers } from "./observers.ts";
import type { CompletedEnd, ExecutionSubject, RecordBatch } from "./record-batch.ts";

/**
 * Records the starts and completions of a run in memory while nobody hears of them: by their numbers, straight into the
 * log. Made as an object first, a record costs as much again.
 *
 * What is more than numbers, such as an annotation or a schema that is not on record yet, is left to the batch that makes
 * records; both come to the same journal.
 */
export class UnheardMoves {
  readonly #log: JournalLog;
  readonly #clock: Clock.Clock;
  readonly #observers: Observers;
  readonly #schemas: Pick<RecordBatch, "recorded">;
  /** When the execution ended on which the next start follows at once: it starts at that moment. */
  #endedAt: EpochMs | undefined;

  constructor(log: JournalLog, clock: Clock.Clock, observers: Observers, schemas: Pick<RecordBatch, "recorded">) {
    this.#log = log;
    this.#clock = clock;
    this.#observers = observers;
    this.#schemas = schemas;
  }

  /** Records the start of an execution, and of its experiment if it is the first; undefined where it takes an object. */
  start(
    { execution, schemaBefore }: ExecutionSubject,
    startsExperiment: number | undefined,
    queuedMs: DurationMs | undefined,
  ): EpochMs | undefined {
    const before = this.#schemas.recorded(schemaBefore);
    if (before === undefined || !this.#observers.isEmpty) return undefined;
    const at = this.#endedAt ?? this.#clock.currentTimeMillisUnsafe();
    this.#endedAt = undefined;
    if (startsExperiment !== undefined) this.#log.startExperiment(at, startsExperiment);
    this.#log.startExecution(at, execution, before, queuedMs);
    return at;
  }

  /** Records the completion of an execution, and of its experiment if it is the last; undefined where it takes an object. */
  complete(
    { execution, attempt, schemaBefore }: ExecutionSubject,
    end: CompletedEnd,
    result: ResultRef,
    next: "next" | undefined,
  ): EpochMs | undefined {
    if (end.steps.length > 0 || !isPlainCompletion(attempt, end)) return undefined;
    const before = this.#schemas.recorded(schemaBefore);
    const after = this.#schemas.recorded(end.schemaAfter);
    if (before === undefined || after === undefined || !this.#observers.isEmpty) return undefined;
    const at = this.#clock.currentTimeMillisUnsafe();
    const { changes, durationMs, endsExperiment } = end;
    const completion = { schemaBefore: before, schemaAfter: after, changes, durationMs, result };
    this.#log.completeExecution(at, execution, completion);
    if (endsExperiment !== undefined) this.#log.completeExperiment(at, endsExperiment);
    this.#endedAt = next && at;
    return at;
  }

  /** Says that time passes before the next start. */
  pause(): undefined {
    this.#endedAt = undefined;
  }
}
