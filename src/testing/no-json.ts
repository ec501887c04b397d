import type { JournalRecord } from "../journal/record.ts";

/** A record that no store can write, found out only when it is its turn. */
export const noJson = (seq: number): JournalRecord => {
  const record: Record<string, unknown> = { seq, at: 0, type: "run.resumed", concurrency: 1 };
  record["circle"] = record;
  return record as unknown as JournalRecord;
};
