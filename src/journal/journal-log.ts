import type { JournalRecord } from "./record.ts";
import type { Plan } from "../workflow/plan.ts";
import { RecordColumns, type RecordVisitor } from "./record-columns.ts";
import type { RunCheckpoint } from "./run-checkpoint.ts";
import { RunState } from "./run-state.ts";

/** What a log keeps of what it was told. */
export interface LogRetention {
  /** At most this many records are kept, the newest; state and totals stay exact. Default: all. */
  readonly records?: number;
}

/**
 * The records of one run in memory, with the state they add up to.
 *
 * Read side of a journal: the executor's log grows while the run goes on, a loaded one is complete. Appending is O(1);
 * records are kept as {@link RecordColumns}, and made anew for whoever asks.
 */
export class JournalLog {
  readonly state: RunState;
  readonly #records: RecordColumns;
  readonly #keep: number;
  /** Records that are on record and not here: until somebody asks for one of them. */
  #earlier: { readonly count: number; readonly read: RunCheckpoint["readEarlier"] } | undefined;

  /** With `plan`, what is going to run is known before the first record says so. */
  constructor(retention: LogRetention = {}, plan?: Plan) {
    this.state = new RunState(plan);
    this.#records = new RecordColumns(this.state);
    this.#keep = retention.records ?? Number.POSITIVE_INFINITY;
  }

  /** Takes the next record; throws a JournalError, and takes nothing, when it is not legal. */
  append(record: JournalRecord): void {
    this.state.apply(record);
    this.#records.push(record);
    if (!this.keepsAll) this.#records.dropBefore(this.#evicted);
  }

  /**
   * Goes on from a checkpoint, in the place of the records it stands for; of a log that has none yet. Those are read
   * when somebody asks for one of them, which then may throw a StoreError.
   */
  goOnFrom(checkpoint: RunCheckpoint): void {
    this.state.goOnFrom(checkpoint);
    const count = this.state.seq;
    this.#records.beginAfter(count, checkpoint.started.at);
    this.#earlier = { count, read: checkpoint.readEarlier };
  }

  /** Whether no record is ever dropped. */
  get keepsAll(): boolean {
    return this.#keep === Number.POSITIVE_INFINITY;
  }

  /** The kept records, oldest first. */
  get records(): readonly JournalRecord[] {
    return Array.from(this.each());
  }

  /** The kept records up to `lastSeq`, oldest first, each made when it is its turn. */
  *each(lastSeq = this.state.seq): IterableIterator<JournalRecord> {
    this.#needFrom(this.#evicted + 1);
    for (let seq = this.#evicted + 1; seq <= lastSeq; seq++) {
      const record = this.at(seq);
      if (record !== undefined) yield record;
    }
  }

  /** Goes through the kept records up to `lastSeq`, without making those that columns hold. */
  scan(visit: RecordVisitor, lastSeq: number): void {
    this.#needFrom(this.#evicted + 1);
    this.#records.scan(this.#evicted, lastSeq, visit);
  }

  /** The record with this number, if it is still kept. O(sequence length). */
  at(seq: number): JournalRecord | undefined {
    if (seq <= this.#evicted) return undefined;
    this.#needFrom(seq);
    return this.#records.at(seq - 1);
  }

  /** Sees to it that the kept records are here when one from `seq` on is asked for. */
  #needFrom(seq: number): void {
    if (this.#earlier === undefined || seq < 1 || seq > this.#earlier.count) return;
    this.#earlier.read((record) => {
      if (record.seq > this.#evicted) this.#records.putEarlier(record);
    });
    this.#earlier = undefined;
  }

  /** How many records are kept no more. */
  get #evicted(): number {
    return Math.max(0, this.#records.length - this.#keep);
  }
}
