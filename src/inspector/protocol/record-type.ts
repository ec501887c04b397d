import type { JournalRecord } from "../../journal/record.ts";

/** The types of journal records, in the order of their codes in a {@link RunColumns}; new ones are added at the end. */
export const recordTypes = [
  "run.started",
  "run.resumed",
  "schema.recorded",
  "experiment.started",
  "module.started",
  "step.completed",
  "module.retried",
  "module.completed",
  "module.failed",
  "experiment.completed",
  "experiment.failed",
  "run.completed",
  "run.failed",
] as const satisfies readonly JournalRecord["type"][];

/** The type of a journal record. */
export type RecordType = (typeof recordTypes)[number];

/** The code of each type: its place in {@link recordTypes}. */
export const recordCode: Readonly<Record<RecordType, number>> = {
  "run.started": 0,
  "run.resumed": 1,
  "schema.recorded": 2,
  "experiment.started": 3,
  "module.started": 4,
  "step.completed": 5,
  "module.retried": 6,
  "module.completed": 7,
  "module.failed": 8,
  "experiment.completed": 9,
  "experiment.failed": 10,
  "run.completed": 11,
  "run.failed": 12,
};
