import type { JournalRecord, RunId } from "../../journal/record.ts";
import type { RecordTable, RunHead } from "./record-table.ts";
import type { ResultTable } from "./result-table.ts";

/** An execution, and the number of the value it put out. */
export interface Reference {
  readonly execution: number;
  readonly value: number;
}

/** So many batches a run's index is behind at most: from here on nothing is gained, and readers look through more. */
const mostBehind = 64;

/**
 * Writes of one owned run what leads to its records and results, its index: its row, which says what the records add up
 * to, and which value each execution put out.
 *
 * The records alone say what happened, and the index follows some batches behind them, since each page of the file that
 * a transaction changes costs two writes to the log. Whoever reads a run looks through the records its row does not stand
 * for yet; whoever goes on with it writes what was left. It is not behind when a run is over.
 */
export class IndexWriter {
  readonly #records: RecordTable;
  readonly #results: ResultTable;
  readonly #runId: RunId;
  /** Of results that no row refers to yet. */
  #references: Reference[] = [];
  #behind: number;

  /** `kept`: records of the run so far, some of which an earlier owner may have left without. */
  constructor(records: RecordTable, results: ResultTable, runId: RunId, kept: readonly JournalRecord[]) {
    this.#records = records;
    this.#results = results;
    this.#runId = runId;
    const counted = records.counted(runId);
    for (const record of kept) {
      if (record.seq <= counted || record.type !== "module.completed") continue;
      const value = results.numberOf(record.result);
      if (value !== undefined) this.#references.push({ execution: record.execution, value });
    }
    // A new run has no row to be behind.
    this.#behind = kept.length > 0 && kept.at(-1)?.seq === counted ? 0 : mostBehind;
  }

  /** Whether there is something to write of the records so far. */
  get isBehind(): boolean {
    return this.#behind > 0;
  }

  /**
   * Takes what a batch refers to, after which the run adds up to `head`, and writes all when it is time to, or `atOnce`;
   * within the transaction of the batch. What it gives is called once that is committed.
   */
  write(head: RunHead, references: readonly Reference[], atOnce: boolean): () => void {
    if (!atOnce && head.state === "InProgress" && this.#behind + 1 < mostBehind)
      return () => {
        for (const reference of references) this.#references.push(reference);
        this.#behind++;
      };
    for (const written of [this.#references, references])
      for (const { execution, value } of written) this.#results.refer(head.number, execution, value);
    this.#records.writeRow(this.#runId, head);
    return () => {
      this.#references = [];
      this.#behind = 0;
    };
  }
}
