import type { DatabaseSync } from "node:sqlite";

import type { RunId } from "../../journal/record.ts";

/** A record as it lies in the file: not decoded, not believed. */
export interface StoredRow {
  readonly seq: number;
  /** The bytes of its line in a journal file, without the newline. */
  readonly body: Uint8Array;
  readonly hash: Uint8Array;
}

// As bytes: text that is no UTF-8 any more would be read as text that is.
const select =
  "SELECT seq, CAST(body AS BLOB) AS body, CAST(hash AS BLOB) AS hash FROM records WHERE run_id = ? ORDER BY seq";

/** The rows of a run, one by one, in the order of their numbers. */
export function* storedRows(database: DatabaseSync, runId: RunId): Generator<StoredRow> {
  for (const { seq, body, hash } of database.prepare(select).iterate(runId))
    yield { seq: Number(seq), body: bytesOf(body), hash: bytesOf(hash) };
}

const bytesOf = (value: unknown): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array());
