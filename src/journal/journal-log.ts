import type { JournalRecord } from "./record.ts";
import type { Plan } from "../workflow/plan.ts";
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
 * a record takes about 200 bytes.
 */
export class JournalLog {
  readonly state: RunState;
  #records: JournalRecord[] = [];
  /** Records dropped from the front of `#records`. */
  #evicted = 0;
  readonly #keep: number;

  /** With `plan`, what is going to run is known before the first record says so. */
  constructor(retention: LogRetention = {}, plan?: Plan) {
    this.state = new RunState(plan);
    this.#keep = retention.records ?? Number.POSITIVE_INFINITY;
  }

  /** Takes the next record; throws a JournalError, and takes nothing, when it is not legal. */
  append(record: JournalRecord): void {
    this.state.apply(record);
    this.#records.push(record);
    // Dropping in halves keeps eviction O(1) per record: one copy of `keep` records every `keep` appends.
    if (this.#records.length > 2 * this.#keep + 16) this.#evict();
  }

  /** Whether no record is ever dropped. */
  get keepsAll(): boolean {
    return this.#keep === Number.POSITIVE_INFINITY;
  }

  /** The kept records, oldest first. */
  get records(): readonly JournalRecord[] {
    if (this.#records.length > this.#keep) this.#evict();
    return this.#records;
  }

  /** The record with this number, if it is still kept. */
  at(seq: number): JournalRecord | undefined {
    return this.#records.length - (seq - this.#evicted - 1) > this.#keep
      ? undefined
      : this.#records[seq - this.#evicted - 1];
  }

  #evict(): void {
    const drop = this.#records.length - this.#keep;
    this.#records = this.#records.slice(drop);
    this.#evicted += drop;
  }
}
