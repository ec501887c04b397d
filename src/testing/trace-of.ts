import type { JournalRecord } from "../journal/record.ts";
import type { Plan } from "../workflow/plan.ts";
import { keyOf } from "./laws/key-of.ts";

/** What happened in a run, a line for each record: its number, its kind, and whom it is about. Schemas are left out. */
export const traceOf = (records: readonly JournalRecord[], plan: Plan): readonly string[] =>
  records.flatMap((record) => {
    if (record.type === "schema.recorded") return [];
    const about = [record.type, ...subjectOf(record, plan), ...reasonOf(record)];
    return [`${String(record.seq).padStart(4)} ${about.join(" ")}`];
  });

const subjectOf = (record: JournalRecord, plan: Plan): readonly string[] => {
  if ("execution" in record) {
    const attempt = record.attempt > 1 ? [`(attempt ${record.attempt})`] : [];
    const step = record.type === "step.completed" ? [JSON.stringify(record.step)] : [];
    return [keyOf(plan, record.execution), ...attempt, ...step];
  }
  return "experiment" in record ? [plan.experiment(record.experiment).key] : [];
};

const reasonOf = (record: JournalRecord): readonly string[] => {
  const error = "error" in record ? [`${record.error.name}: ${record.error.message}`] : [];
  return "reason" in record ? [`(${[record.reason, ...error].join(", ")})`] : error.map((text) => `(${text})`);
};
