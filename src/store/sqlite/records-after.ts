import type { DatabaseSync } from "node:sqlite";

import type * as Effect from "effect/Effect";

import type { StoreError } from "../../store-error.ts";
import type { JournalRecord } from "../../journal/record.ts";
import { decodeBatch } from "./batch-codec/decode-batch.ts";
import { readDatabase } from "./read-database.ts";
import { RunDefinitions } from "./run-definitions.ts";
import { batchOfRow } from "./stored-batches.ts";

/**
 * The records of a stored run that follow the one numbered `seq`, at most `limit`: none when there are none, or no such
 * run. They are decoded, and not held against the chain: reading on in a run that grows costs what is new. `known` keeps
 * what the runs of this store define from one question to the next.
 */
export const recordsAfter = (
  path: string,
  runId: string,
  seq: number,
  limit: number,
  known: Map<string, RunDefinitions> = new Map(),
): Effect.Effect<readonly JournalRecord[], StoreError> =>
  readDatabase(path, (database) => {
    const number = database.prepare("SELECT no FROM runs WHERE run_id = ?").get(runId)?.["no"];
    if (number === undefined) return [];
    const definitions = known.get(runId) ?? new RunDefinitions();
    // Where one cannot be read, what was learned before is half of what the run defines.
    known.delete(runId);
    const found = after(database, Number(number), seq, limit, definitions);
    known.set(runId, definitions);
    return found;
  });

const select = `SELECT seq, body FROM batches WHERE run = ?1
  AND seq >= COALESCE((SELECT max(seq) FROM batches WHERE run = ?1 AND seq <= ?2), 0) ORDER BY seq`;

const after = (
  database: DatabaseSync,
  run: number,
  seq: number,
  limit: number,
  definitions: RunDefinitions,
): readonly JournalRecord[] => {
  const found: JournalRecord[] = [];
  for (const row of database.prepare(select).iterate(run, seq + 1)) {
    const batch = batchOfRow(row);
    definitions.learn(database, run, batch.seq);
    for (const record of decodeBatch(definitions.dictionary, batch.seq, batch.body).records) {
      if (record.seq <= seq) continue;
      if (found.length === limit) return found;
      found.push(record);
    }
    if (found.length === limit) return found;
  }
  return found;
};
