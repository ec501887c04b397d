import { countOf } from "../../text/format-count.ts";
import { experimentKey } from "../../workflow/experiment-key.ts";
import type { RecordRow } from "../protocol/record-row.ts";
import type { RunFold } from "../protocol/run-fold.ts";

/** A record as one line of the log. */
export interface RecordLine {
  readonly seq: number;
  readonly at: number;
  readonly type: RecordRow["type"];
  /** What it is about: an execution or experiment by its last module, a schema, or nothing. */
  readonly about: string;
  /** The path to it. */
  readonly path: string;
  readonly note: string;
  /** The execution to go to. */
  readonly execution: number | undefined;
}

/** The line of a record; O(sequence length). */
export const recordLine = (fold: RunFold, seq: number): RecordLine => {
  const row = fold.run.row(seq);
  const { type, subject, at, after } = row;
  const isExperiment = type.startsWith("experiment.");
  const path =
    subject === undefined ? [] : isExperiment ? fold.plan.experiment(subject).path : fold.plan.execution(subject).path;
  const about = type === "schema.recorded" ? `schema ${after?.slice(0, 12) ?? ""}` : experimentKey(path.slice(-1));
  return {
    seq,
    at,
    type,
    about,
    path: experimentKey(path.slice(0, -1)),
    note: noteOf(row),
    execution: isExperiment ? undefined : subject,
  };
};

/** What a line says of its record beside what it is about. */
export const noteOf = ({ type, attempt, text, reason, changes, flagged }: RecordRow): string =>
  [
    ...(attempt > 1 ? [`attempt ${attempt}`] : []),
    ...(text === undefined ? [] : [text]),
    ...(reason === undefined || reason === "error" ? [] : [reason]),
    ...(changes === 0 ? [] : [countOf(changes, "change")]),
    ...(type === "module.completed" && flagged ? ["reused"] : []),
  ].join(" · ");
