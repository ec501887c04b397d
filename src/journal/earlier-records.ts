import type { JournalRecord } from "./record.ts";
import { RecordColumns } from "./record-columns.ts";
import type { RunCheckpoint } from "./run-checkpoint.ts";
import type { RunState } from "./run-state.ts";

/**
 * Up to this part of the records is read one by one, when they are asked for one by one. One takes two or three times as
 * long as it does among all of them: so many cost whoever goes on to ask for all of them 3 % more.
 */
const partReadSingly = 1 / 100;

/** The records a checkpoint stands for: a few one by one, and all of them once when more are asked for. */
export class EarlierRecords {
  /** How many there are. */
  readonly count: number;
  readonly #state: RunState;
  readonly #read: RunCheckpoint["readEarlier"];
  readonly #readOne: RunCheckpoint["recordAt"];
  #readSingly = 0;
  #records: RecordColumns | undefined;

  constructor(state: RunState, { parts, readEarlier, recordAt }: RunCheckpoint) {
    this.count = parts.facts.seq;
    this.#state = state;
    this.#read = readEarlier;
    this.#readOne = recordAt;
  }

  /** The record with a number; throws a StoreError where it cannot be read. `place`: from where on records are kept. */
  at(seq: number, place: number): JournalRecord | undefined {
    if (this.#records === undefined && this.#readSingly < this.count * partReadSingly) {
      this.#readSingly++;
      const record = this.#readOne(seq);
      if (record !== undefined) return record;
    }
    return this.from(place).at(seq - 1);
  }

  /** The records, those from a place on at least; throws a StoreError where they cannot be read. */
  from(place: number): RecordColumns {
    if (this.#records !== undefined) return this.#records;
    const records = new RecordColumns(this.#state);
    this.#read((record) => {
      records.push(record);
      records.dropBefore(Math.min(place, record.seq));
    });
    return (this.#records = records);
  }

  dropBefore(place: number): void {
    this.#records?.dropBefore(place);
  }
}
