import type * as Effect from "effect/Effect";

import type { StoreError } from "../../store-error.ts";
import { encodeRecord } from "../../journal/codec.ts";
import type { RunId } from "../../journal/record.ts";
import { decodeBatch } from "./batch-codec/decode-batch.ts";
import { RunDictionary } from "./batch-codec/run-dictionary.ts";
import { missingRun, removedRun } from "./missing-run.ts";
import { readDatabase } from "./read-database.ts";
import { runNumber } from "./run-number.ts";
import { type StoredBatch, storedBatches } from "./stored-batches.ts";

/**
 * The journal file of a stored run, as bytes: one record per line, exactly as it was recorded. In the place of records
 * that cannot be read any more stands a line with their bytes, which no journal has.
 */
export const journalBytes = (path: string, runId: string): Effect.Effect<Uint8Array, StoreError> =>
  readDatabase(path, (database) => {
    const number = runNumber(database, runId as RunId);
    const dictionary = new RunDictionary();
    const parts =
      number === undefined
        ? []
        : Array.from(storedBatches(database, number), (batch) => Buffer.from(linesOf(batch, dictionary)));
    const removed = removedRun(database, path, runId);
    if (removed !== undefined || parts.length === 0) throw removed ?? missingRun(database, path, runId);
    return Buffer.concat(parts);
  });

const linesOf = ({ seq, body }: StoredBatch, dictionary: RunDictionary): string => {
  try {
    const { records, lines } = decodeBatch(dictionary, seq, body);
    return records.map((record) => `${lines.get(record.seq) ?? encodeRecord(record)}\n`).join("");
  } catch {
    return `${JSON.stringify({ seq, unreadable: Buffer.from(body).toString("base64") })}\n`;
  }
};
