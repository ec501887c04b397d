import { RecordColumns } from "./record-columns.ts";
import type { RunCheckpoint } from "./run-checkpoint.ts";
import type { RunState } from "./run-state.ts";

/** The records a checkpoint stands for: read once, when the first of them is asked for. */
export class EarlierRecords {
  /** How many there are. */
  readonly count: number;
  readonly #state: RunState;
  readonly #read: RunCheckpoint["readEarlier"];
  #records: RecordColumns | undefined;

  constructor(state: RunState, { parts, readEarlier }: RunCheckpoint) {
    this.count = parts.facts.seq;
    this.#state = state;
    this.#read = readEarlier;
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
