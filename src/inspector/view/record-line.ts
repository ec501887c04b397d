import { experimentKey } from "../../workflow/experiment-key.ts";
import type { RecordRow } from "../protocol/record-row.ts";
import type { RunFold } from "../protocol/run-fold.ts";

/** A record as one line of the log. */
export interface RecordLine {
  readonly seq: number;
  readonly at: number;
  readonly type: RecordRow["type"];
  /** What it is about: the key of an execution or experiment, the name of a schema, or nothing. */
  readonly about: string;
  readonly note: string;
  /** The execution to go to. */
  readonly execution: number | undefined;
}

/** The line of a record; O(sequence length). */
export const recordLine = (fold: RunFold, seq: number): RecordLine => {
  const row = fold.run.row(seq);
  const { type, subject, at, attempt, text, reason, changes, flagged, after } = row;
  const isExperiment = type.startsWith("experiment.");
  const about =
    subject === undefined
      ? type === "schema.recorded"
        ? `schema ${after?.slice(0, 12) ?? ""}`
        : ""
      : isExperiment
        ? fold.plan.experiment(subject).key
        : experimentKey(fold.plan.execution(subject).path);
  const notes = [
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
    ...(text === undefined ? [] : [text]),
    ...(reason === undefined || reason === "error" ? [] : [reason]),
    ...(changes === 0 ? [] : [`${changes} changes`]),
    ...(type === "module.completed" && flagged ? ["reused"] : []),
  ];
  return { seq, at, type, about, note: notes.join(" · "), execution: isExperiment ? undefined : subject };
};
