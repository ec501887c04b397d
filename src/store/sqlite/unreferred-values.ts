import type { DatabaseSync } from "node:sqlite";

import { decodeBatch } from "./batch-codec/decode-batch.ts";
import { hashPrefix } from "./batch-codec/batch-format.ts";
import { isWholeRow } from "./row-check.ts";
import { RunDefinitions } from "./run-definitions.ts";
import type { Row } from "./run-row.ts";
import { errcodeOf } from "./store-failure.ts";
import { storedBatches } from "./stored-batches.ts";

/** Finds the values that runs have put out and no result refers to yet: those the index of a run that goes on is behind with. */
export class UnreferredValues {
  readonly #database: DatabaseSync;
  /** What the runs define, by their numbers: it is learned once, however often they are asked for. */
  readonly #definitions = new Map<number, RunDefinitions>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /**
   * The hashes of the values that records of a run tell of and its row does not stand for; all that they tell of where the row
   * is not as it was written.
   */
  of(row: Row): readonly Uint8Array[] {
    const isWhole = isWholeRow(row);
    if (isWhole && (row["state"] !== "InProgress" || row["removed_at"] !== null)) return [];
    const hashes = new Set<string>();
    try {
      for (const hash of this.#told(Number(row["no"]), isWhole ? Number(row["records"]) : 0)) hashes.add(hash);
    } catch (thrown) {
      // Of a run whose records cannot be read, nobody can read what those told of either.
      if (isOfSqlite(thrown)) throw thrown;
    }
    return Array.from(hashes, (hash) => Buffer.from(hash, "hex"));
  }

  *#told(run: number, counted: number): Generator<string> {
    const batches = Array.from(storedBatches(this.#database, run, counted));
    const last = batches.at(-1);
    if (last === undefined) return;
    const definitions = this.#definitions.get(run) ?? new RunDefinitions();
    this.#definitions.delete(run);
    definitions.learn(this.#database, run, last.seq + 1);
    this.#definitions.set(run, definitions);
    for (const { seq, body } of batches)
      for (const record of decodeBatch(definitions.dictionary, seq, body).records)
        if (record.type === "module.completed" && record.result.startsWith(hashPrefix))
          yield record.result.slice(hashPrefix.length);
  }
}

const isOfSqlite = (thrown: unknown): boolean => errcodeOf(thrown) !== 0;
