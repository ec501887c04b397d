import type { JournalRecord } from "../../journal/record.ts";
import { recordRow } from "../protocol/record-row.ts";
import { RunColumns } from "../protocol/run-columns.ts";
import { headOf } from "../protocol/run-head.ts";

/** The columns of a run that grows record by record, and those who want to know. */
export class GrowingRun {
  readonly run: RunColumns;
  #ended = false;
  readonly #listeners = new Set<() => void>();

  /** Throws a TypeError when the first record is not the one a run begins with. */
  constructor(first: JournalRecord) {
    if (first.type !== "run.started")
      throw new TypeError(`a journal begins with run.started, and not with ${first.type} (record ${first.seq})`);
    this.run = new RunColumns(headOf(first));
    this.append(first);
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Appends the next record; what is known already is passed over. */
  append(record: JournalRecord): void {
    if (record.seq <= this.run.length) return;
    this.run.append(recordRow(record));
    if (record.type === "run.completed" || record.type === "run.failed") this.#ended = true;
    if (this.#listeners.size > 0) for (const listener of this.#listeners) listener();
  }

  /** Nothing more will come, although the run is not over. */
  end(): void {
    this.#ended = true;
    for (const listener of this.#listeners) listener();
  }

  /** Calls the listener after every change; the function returned ends that, and says whether it had not ended before. */
  onChange(listener: () => void): () => boolean {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
