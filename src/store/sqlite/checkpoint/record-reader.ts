import type { DatabaseSync } from "node:sqlite";

import type { JournalRecord } from "../../../journal/record.ts";
import { decodeBatch } from "../batch-codec/decode-batch.ts";
import type { RunDictionary } from "../batch-codec/run-dictionary.ts";
import { isLinked, linkedOfRow, selectLinked } from "../run-definitions.ts";

/** Reads single records of a run while its file is open, by what its dictionary knows: the batch of the last is remembered. */
export class RecordReader {
  readonly #database: DatabaseSync;
  readonly #run: number;
  readonly #dictionary: RunDictionary;
  #select: ReturnType<DatabaseSync["prepare"]> | undefined;
  #first = 0;
  #records: readonly JournalRecord[] = [];

  constructor(database: DatabaseSync, run: number, dictionary: RunDictionary) {
    this.#database = database;
    this.#run = run;
    this.#dictionary = dictionary;
  }

  /** The record with a number; undefined where there is none, or it is not as it was written. */
  at(seq: number): JournalRecord | undefined {
    return this.#records[seq - this.#first] ?? this.#read(seq);
  }

  #read(seq: number): JournalRecord | undefined {
    this.#select ??= this.#database.prepare(selectLinked);
    const row = this.#select.get(this.#run, seq);
    const batch = row && linkedOfRow(row);
    if (batch === undefined || !isLinked(batch)) return undefined;
    try {
      this.#records = decodeBatch(this.#dictionary, batch.seq, batch.body).records;
    } catch {
      this.#records = [];
    }
    this.#first = batch.seq;
    return this.#records[seq - batch.seq];
  }
}
