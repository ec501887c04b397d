import type { DatabaseSync } from "node:sqlite";

import type { RunStarted } from "../../journal/record.ts";
import type { SchemaFingerprint } from "../../schema/fingerprint-schema.ts";
import type { Schema } from "../../schema/schema.ts";
import { decodeBatch } from "./batch-codec/decode-batch.ts";
import { RunDictionary } from "./batch-codec/run-dictionary.ts";
import { chainHash, chainStart } from "./record-chain.ts";
import { batchOfRow, type StoredBatch } from "./stored-batches.ts";

/**
 * What the batches of a run define, up to one of them: enough to read any batch before that, without those between.
 *
 * Batches that define something are few, and an index leads to them. It is kept between questions, and goes on from where
 * it was: what a run once defined never changes.
 */
export class RunDefinitions {
  readonly dictionary = new RunDictionary();
  readonly schemas = new Map<SchemaFingerprint, Schema>();
  /** The record the run begins with; undefined until it was learned. */
  started: RunStarted | undefined;
  #through = 0;

  /** Learns what the batches before a record define; `check` may throw for one of them. */
  learn(database: DatabaseSync, run: number, seq: number, check: (batch: LinkedBatch) => void = noCheck): void {
    if (seq <= this.#through) return;
    for (const row of database.prepare(selectDefining).iterate(run, this.#through, seq)) {
      const batch = linkedOfRow(row);
      check(batch);
      const { records } = decodeBatch(this.dictionary, batch.seq, batch.body);
      for (const record of records)
        if (record.type === "schema.recorded") this.schemas.set(record.fingerprint, record.schema);
        else if (record.type === "run.started") this.started = record;
      this.#through = batch.seq;
    }
  }
}

/** A batch with the hash of the one before it. */
export interface LinkedBatch extends StoredBatch {
  readonly before: Uint8Array;
}

const beforeIt =
  "(SELECT hash FROM batches AS before WHERE before.run = batches.run AND before.seq < batches.seq ORDER BY before.seq DESC LIMIT 1) AS before";

/** The batch of a run (?1) that holds the record of a number (?2), with the hash of the one before it. */
export const selectLinked = `SELECT seq, body, hash, ${beforeIt} FROM batches WHERE run = ? AND seq <= ? ORDER BY seq DESC LIMIT 1`;

// The very condition of the index.
const selectDefining = `SELECT seq, body, hash, ${beforeIt} FROM batches WHERE run = ? AND seq > ? AND seq < ? AND substr(body, 1, 1) <> x'01' ORDER BY seq`;

export const linkedOfRow = (row: Readonly<Record<string, unknown>>): LinkedBatch => {
  const { before } = row;
  return Object.assign(batchOfRow(row), { before: before instanceof Uint8Array ? before : chainStart });
};

/** Whether a batch is the one that was written after the one before it. */
export const isLinked = ({ before, body, hash }: LinkedBatch): boolean =>
  Buffer.compare(chainHash(before, body), hash) === 0;

const noCheck = (): void => {};
