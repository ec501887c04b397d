import type { DatabaseSync } from "node:sqlite";

/** A batch as it lies in the file: not decoded, not believed. */
export interface StoredBatch {
  /** The number of its first record. */
  readonly seq: number;
  readonly body: Uint8Array;
  readonly hash: Uint8Array;
}

// As bytes: what a flipped bit made a text or a number is not what was written, and is read all the same.
const select =
  "SELECT seq, CAST(body AS BLOB) AS body, CAST(hash AS BLOB) AS hash FROM batches WHERE run = ? AND seq > ? ORDER BY seq";

/** The batches of the run with a number, one by one, in the order of their records; those after the record `after`. */
export function* storedBatches(database: DatabaseSync, run: number, after = -1): Generator<StoredBatch> {
  for (const row of database.prepare(select).iterate(run, after)) yield batchOfRow(row);
}

/** A batch of a row with these columns. */
export const batchOfRow = ({ seq, body, hash }: Readonly<Record<string, unknown>>): StoredBatch => ({
  seq: Number(seq),
  body: bytesOf(body),
  hash: bytesOf(hash),
});

const bytesOf = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array());
