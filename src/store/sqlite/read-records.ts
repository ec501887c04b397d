import type { DatabaseSync } from "node:sqlite";

import { StoreError } from "../../error.ts";
import { decodeRecord } from "../../journal/codec.ts";
import type { JournalRecord, RunId } from "../../journal/record.ts";
import { chainHash, chainStart } from "./record-chain.ts";
import { removedAt } from "./row-check.ts";

/** All records of a run, read as {@link checkedRecords} reads them. */
export const readRecords = (database: DatabaseSync, runId: RunId): readonly JournalRecord[] =>
  Array.from(checkedRecords(database, runId));

/**
 * The records of a run one by one, as they were written, and as many as its row counts; throws a StoreError for the first
 * that is not. None for a run that is not there, or was removed.
 *
 * SQLite has no checksums: a flipped bit can turn a record into another legal one, which only the chain tells.
 */
export function* checkedRecords(database: DatabaseSync, runId: RunId): Generator<JournalRecord> {
  // Before the records: those a live owner appends in between are more than the row counts, never fewer.
  const row = database.prepare("SELECT * FROM runs WHERE run_id = ?").get(runId);
  if (removedAt(row) !== undefined) return;
  let [count, head] = [0, chainStart];
  for (const { seq: number, body: stored, hash } of database.prepare(select).iterate(runId)) {
    const seq = Number(number);
    // Bytes that are no UTF-8 any more are read as other text, which has another hash.
    const body = stored instanceof Uint8Array ? Buffer.from(stored).toString("utf8") : String(stored);
    const expected = count + 1;
    if (seq !== expected) throw damaged(runId, `record ${expected} is missing: the next that is stored is ${seq}`);
    head = chainHash(head, body);
    if (!isHash(hash, head)) throw damaged(runId, `record ${seq} is not as it was written`);
    const record = decode(runId, seq, body);
    if (seq === row?.["records"] && !isHash(row["head"], head))
      throw damaged(runId, `record ${seq} is another than the run's row says`);
    count++;
    yield record;
  }
  const counted = row === undefined ? 0 : Number(row["records"]);
  if (count < counted) throw damaged(runId, `record ${count + 1} is missing: the run's row counts ${counted}`);
  if (count > 0 && row === undefined) throw damaged(runId, "it is missing from the table of runs");
}

const select = "SELECT seq, body, hash FROM records WHERE run_id = ? ORDER BY seq";

const isHash = (stored: unknown, hash: Uint8Array): boolean =>
  stored instanceof Uint8Array && Buffer.compare(stored, hash) === 0;

const decode = (runId: RunId, seq: number, body: string): JournalRecord => {
  try {
    const record = decodeRecord(JSON.parse(body));
    if (record.seq === seq) return record;
    throw new Error(`it says that it is record ${record.seq}`);
  } catch (cause) {
    throw damaged(
      runId,
      `record ${seq} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    );
  }
};

const damaged = (runId: RunId, detail: string, cause?: unknown): StoreError =>
  new StoreError({
    reason: "damaged",
    subject: `run ${runId}`,
    detail: `${detail}. Take a copy of the store, and verify its runs.`,
    cause,
  });
