import type { EncodedError } from "../../journal/encoded-error.ts";
import type { JournalRecord } from "../../journal/record.ts";
import type { RecordType } from "./record-type.ts";

/**
 * One journal record as the page needs it to draw: numbers, and short texts that many records share. What only a detail
 * view shows (stacks, changes, annotations) is asked for by `seq`.
 */
export interface RecordRow {
  readonly type: RecordType;
  readonly at: number;
  /** The number of the execution, or of the experiment; undefined for records about the run. */
  readonly subject: number | undefined;
  /** 0 for records that are about no execution. */
  readonly attempt: number;
  /** How long what ended took; of `module.started`, how long it was in the queue. Undefined where nobody measured it. */
  readonly durationMs: number | undefined;
  /** The fingerprint of the schema before. */
  readonly before: string | undefined;
  /** The fingerprint of the schema after; of `schema.recorded`, its own. */
  readonly after: string | undefined;
  /**
   * One line: the error of a failed attempt, the name of a step, the reason of a failed experiment or run.
   */
  readonly text: string | undefined;
  /** Why an execution failed. */
  readonly reason: string | undefined;
  /** Number of changes of a completed execution. */
  readonly changes: number;
  /** A result that was taken over; a step that failed. */
  readonly flagged: boolean;
}

const blank = {
  subject: undefined,
  attempt: 0,
  durationMs: undefined,
  before: undefined,
  after: undefined,
  text: undefined,
  reason: undefined,
  changes: 0,
  flagged: false,
} as const;

/** The row of a record. */
export const recordRow = (record: JournalRecord): RecordRow => {
  const row = { ...blank, type: record.type, at: record.at };
  switch (record.type) {
    case "run.started":
    case "run.resumed":
      return row;
    case "schema.recorded":
      return { ...row, after: record.fingerprint };
    case "experiment.started":
    case "experiment.completed":
      return { ...row, subject: record.experiment };
    case "experiment.failed":
      return { ...row, subject: record.experiment, reason: record.reason };
    case "run.completed":
      return { ...row, durationMs: record.durationMs };
    case "run.failed":
      return { ...row, durationMs: record.durationMs, reason: record.reason };
    case "module.started":
      return {
        ...row,
        subject: record.execution,
        attempt: record.attempt,
        durationMs: record.queuedMs,
        before: record.schemaBefore ?? undefined,
      };
    case "step.completed":
      return {
        ...row,
        subject: record.execution,
        attempt: record.attempt,
        durationMs: record.durationMs,
        text: record.step,
        flagged: record.state === "Failed",
      };
    case "module.retried":
      return {
        ...row,
        subject: record.execution,
        attempt: record.attempt,
        durationMs: record.durationMs,
        before: record.schemaBefore ?? undefined,
        text: headline(record.error),
      };
    case "module.completed":
      return {
        ...row,
        subject: record.execution,
        attempt: record.attempt,
        durationMs: record.durationMs,
        before: record.schemaBefore ?? undefined,
        after: record.schemaAfter ?? undefined,
        changes: record.changes.length,
        flagged: record.origin === "reused",
      };
    case "module.failed":
      return {
        ...row,
        subject: record.execution,
        attempt: record.attempt,
        durationMs: record.durationMs,
        before: record.schemaBefore ?? undefined,
        text: headline(record.error),
        reason: record.reason,
      };
  }
};

const longest = 300;

const headline = ({ name, message }: EncodedError): string => {
  const line = `${name}: ${message}`.split("\n", 1)[0] ?? "";
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
};
