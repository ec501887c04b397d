import type { DatabaseSync } from "node:sqlite";

import { StoreError } from "../../store-error.ts";
import type { JournalRecord, RunId } from "../../journal/record.ts";
import { decodeBatch } from "./batch-codec/decode-batch.ts";
import { RunDictionary } from "./batch-codec/run-dictionary.ts";
import { chainHash, chainStart } from "./record-chain.ts";
import { removedAt } from "./row-check.ts";
import { runNumber } from "./run-number.ts";
import { type StoredBatch, storedBatches } from "./stored-batches.ts";
import { verifyIt } from "./verify-it.ts";

/** All records of a run, read as {@link checkedRecords} reads them. */
export const readRecords = (
  database: DatabaseSync,
  runId: RunId,
  dictionary?: RunDictionary,
): readonly JournalRecord[] => Array.from(checkedRecords(database, runId, dictionary));

/**
 * The records of a run one by one, as they were written, and as many as its row counts; throws a StoreError for the first
 * that is not. None for a run that is not there, or was removed. `dictionary` has what they define then. With `from`,
 * those after it, of which the dictionary has to know what came before.
 *
 * SQLite has no checksums: a flipped bit can turn a record into another legal one, which only the chain tells.
 */
export function* checkedRecords(
  database: DatabaseSync,
  runId: RunId,
  dictionary: RunDictionary = new RunDictionary(),
  from: ChainLink = { count: 0, head: chainStart },
): Generator<JournalRecord> {
  // Before the records: those a live owner appends in between are more than the row counts, never fewer.
  const row = database.prepare("SELECT * FROM runs WHERE run_id = ?").get(runId);
  if (removedAt(row) !== undefined) return;
  const number = row === undefined ? runNumber(database, runId) : Number(row["no"]);
  if (number === undefined) return;
  let { count, head } = from;
  for (const batch of storedBatches(database, number, count === 0 ? undefined : count)) {
    if (batch.seq !== count + 1)
      throw damaged(runId, `record ${count + 1} is missing: the next that is stored is ${batch.seq}`);
    head = chainHash(head, batch.body);
    if (Buffer.compare(batch.hash, head) !== 0) throw damaged(runId, `record ${batch.seq} is not as it was written`);
    const records = decoded(runId, batch, dictionary);
    count += records.length;
    if (count === row?.["records"] && !isHash(row["head"], head)) throw otherThanItsRow(runId, count);
    yield* records;
  }
  const counted = row === undefined ? 0 : Number(row["records"]);
  if (count < counted) throw damaged(runId, `record ${count + 1} is missing: the run's row counts ${counted}`);
  if (count > 0 && row === undefined) throw damaged(runId, "it is missing from the table of runs");
}

/** Up to where the chain of a run is known: the number of a record, and its hash. */
export interface ChainLink {
  readonly count: number;
  readonly head: Uint8Array;
}

const otherThanItsRow = (runId: RunId, seq: number): StoreError =>
  damaged(runId, `record ${seq} is another than the run's row says`);

const isHash = (stored: unknown, hash: Uint8Array): boolean =>
  stored instanceof Uint8Array && Buffer.compare(stored, hash) === 0;

const decoded = (runId: RunId, { seq, body }: StoredBatch, dictionary: RunDictionary): readonly JournalRecord[] => {
  let records: readonly JournalRecord[];
  try {
    ({ records } = decodeBatch(dictionary, seq, body));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw damaged(runId, `record ${seq} cannot be read: ${reason}`, cause);
  }
  const [first] = records;
  // The number of a run leads to its records: one that is another leads to those of another run, which are whole.
  if (first?.type === "run.started" && first.runId !== runId)
    throw damaged(runId, `record ${seq} begins another run, ${first.runId}`);
  return records;
};

/** Why a run cannot be read as it was written. */
export const damaged = (runId: RunId, detail: string, cause?: unknown): StoreError =>
  new StoreError({
    reason: "damaged",
    subject: `run ${runId}`,
    detail: `${detail}. ${verifyIt}`,
    cause,
  });
