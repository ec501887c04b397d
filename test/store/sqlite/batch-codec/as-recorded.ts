import type { JournalRecord } from "../../../../src/index.ts";

const order = (
  "seq at type version runId workflow execution moduleName experimentName attempt origin schemaBefore schemaAfter " +
  "reason error changes annotations step state durationMs result queuedMs reuse"
).split(" ");

/** A record with its fields in the order in which an executor records them. */
export const asRecorded = (record: JournalRecord): JournalRecord => {
  const place = ([name]: readonly [string, unknown]): number => (order.includes(name) ? order.indexOf(name) : 99);
  return Object.fromEntries(Object.entries(record).toSorted((a, b) => place(a) - place(b))) as JournalRecord;
};
