import { RunFold } from "../../../src/inspector/protocol/run-fold.ts";
import type { JournalRecord } from "../../../src/journal/record.ts";
import { Status } from "../../../src/status/status-from-journal.ts";
import { columnsOf } from "../columns-of.ts";

/** A journal at one of its records, which any number names: as the page folds it, and what the status says there. */
export const foldAt = (
  records: readonly JournalRecord[],
  place: number,
): { readonly seq: number; readonly fold: RunFold; readonly status: Status } => {
  const seq = 1 + (place % records.length);
  const fold = new RunFold(columnsOf(records));
  fold.seek(seq);
  return { seq, fold, status: Status.fromJournal(records.slice(0, seq)) };
};
