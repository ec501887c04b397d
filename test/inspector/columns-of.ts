import { recordRow } from "../../src/inspector/protocol/record-row.ts";
import { RunColumns } from "../../src/inspector/protocol/run-columns.ts";
import { headOf } from "../../src/inspector/protocol/run-head.ts";
import type { JournalRecord } from "../../src/journal/record.ts";

/** A journal as the page has it. */
export const columnsOf = (records: readonly JournalRecord[]): RunColumns => {
  const [first] = records;
  if (first?.type !== "run.started") throw new TypeError("a journal begins with run.started");
  const run = new RunColumns(headOf(first));
  for (const record of records) run.append(recordRow(record));
  return run;
};
