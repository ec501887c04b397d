import type { SchemaFingerprint } from "../schema/fingerprint-schema.ts";
import type { Plan } from "../workflow/plan.ts";
import type { MeasuredCompletion } from "./execution-columns.ts";
import { EarlierRecords } from "./earlier-records.ts";
import type { DurationMs, EpochMs, JournalRecord } from "./record.ts";
import { RecordColumns, type RecordVisitor } from "./record-columns.ts";
import type { RunCheckpoint } from "./run-checkpoint.ts";
import { type Completion, JournalFold } from "./journal-fold.ts";
import type { RunLog } from "./run-log.ts";
import type { RunState } from "./run-state.ts";

/** What a log keeps of what it was told. */
export interface LogRetention {
  /** At most this many records are kept, the newest; state and totals stay exact. Default: all. */
  readonly records?: number;
}

/**
 * The records of one run in memory, with the state they add up to.
 *
 * Read side of a journal: the executor's log grows while the run goes on, a loaded one is complete. Appending is O(1);
 * records are kept as {@link RecordColumns}, and made anew for whoever asks. What most records are, the start or the
 * completion of an experiment or an execution, is taken by its numbers alone where nobody has use for an object of it.
 */
export class JournalLog implements RunLog {
  readonly state: RunState;
  readonly #fold: JournalFold;
  readonly #records: RecordColumns;
  readonly #keep: number;
  /** Where the records before a checkpoint are, which are not among the others. */
  #earlier: EarlierRecords | undefined;

  /** With `plan`, what is going to run is known before the first record says so. */
  constructor(retention: LogRetention = {}, plan?: Plan) {
    this.#fold = new JournalFold(plan);
    this.state = this.#fold.state;
    this.#records = new RecordColumns(this.state);
    this.#keep = retention.records ?? Number.POSITIVE_INFINITY;
  }

  /** Takes the next record; throws a JournalError, and takes nothing, when it is not legal. */
  append(record: JournalRecord): void {
    this.#fold.apply(record);
    this.#records.push(record);
    this.#evict();
  }

  /** What {@link append} does with an `experiment.started`. */
  startExperiment(at: EpochMs, experiment: number): void {
    this.#fold.startExperiment(at, experiment);
    this.#records.pushExperimentStart(at, experiment);
    this.#evict();
  }

  /** What {@link append} does with an `experiment.completed`. */
  completeExperiment(at: EpochMs, experiment: number): void {
    this.#fold.completeExperiment(at, experiment);
    this.#records.pushExperimentCompletion(at, experiment);
    this.#evict();
  }

  /** What {@link append} does with a `module.started`. */
  startExecution(
    at: EpochMs,
    execution: number,
    schemaBefore: SchemaFingerprint | null,
    queuedMs: DurationMs | undefined,
  ): void {
    this.#fold.startExecution(at, execution, schemaBefore, queuedMs);
    this.#records.pushStart(at, execution, queuedMs);
    this.#evict();
  }

  /** What {@link append} does with the `module.completed` of a first attempt, carried out, that annotated nothing. */
  completeExecution(at: EpochMs, execution: number, completion: Completion & MeasuredCompletion): void {
    this.#fold.completeExecution(at, execution, 1, "executed", completion);
    this.#records.pushCompletion(at, execution, completion);
    this.#evict();
  }

  #evict(): void {
    if (this.keepsAll) return;
    this.#records.dropBefore(this.#evicted);
    this.#earlier?.dropBefore(this.#evicted);
  }

  /**
   * Goes on from a checkpoint, in the place of the records it stands for; of a log that has none yet. Those are read
   * when somebody asks for one of them, which then may throw a StoreError.
   */
  goOnFrom(checkpoint: RunCheckpoint): void {
    this.#fold.goOnFrom(checkpoint);
    this.#records.beginAfter(this.state.seq, checkpoint.started.at);
    this.#earlier = new EarlierRecords(this.state, checkpoint);
  }

  get keepsAll(): boolean {
    return this.#keep === Number.POSITIVE_INFINITY;
  }

  get records(): readonly JournalRecord[] {
    return Array.from(this.each());
  }

  *each(lastSeq = this.state.seq, firstSeq = 1): IterableIterator<JournalRecord> {
    for (let seq = Math.max(firstSeq, this.#evicted + 1); seq <= lastSeq; seq++) {
      const record = this.at(seq);
      if (record !== undefined) yield record;
    }
  }

  scan(visit: RecordVisitor, lastSeq: number): void {
    const before = this.#earlier?.count ?? 0;
    if (this.#evicted < before)
      this.#earlier?.from(this.#evicted).scan(this.#evicted, Math.min(before, lastSeq), visit);
    this.#records.scan(Math.max(before, this.#evicted), lastSeq, visit);
  }

  at(seq: number): JournalRecord | undefined {
    if (seq <= this.#evicted) return undefined;
    const earlier = this.#earlier;
    if (earlier === undefined || seq > earlier.count) return this.#records.at(seq - 1);
    return earlier.at(seq, this.#evicted);
  }

  upTo(seq: number): JournalLog {
    const log = new JournalLog();
    for (const record of this.each(seq)) log.append(record);
    return log;
  }

  /** How many records are kept no more. */
  get #evicted(): number {
    return Math.max(0, this.#records.length - this.#keep);
  }
}
