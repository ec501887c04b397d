import type { EncodedError } from "../../journal/encoded-error.ts";
import { failureCause } from "../../journal/failure-cause.ts";
import type { ExecutionRecord, JournalRecord } from "../../journal/record.ts";
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
  /** How an execution failed: those that did in the same way have the same. */
  readonly cause: string | undefined;
  /** Number of changes of a completed execution. */
  readonly changes: number;
  /** A result that was taken over; a step that failed. */
  readonly flagged: boolean;
}

/** The row of a record. All rows have one shape, and no copy is made on the way: a run makes two for every execution. */
export const recordRow = (record: JournalRecord): RecordRow => {
  switch (record.type) {
    case "run.started":
    case "run.resumed":
      return ofRun(record, undefined, undefined, undefined);
    case "schema.recorded":
      return ofRun(record, undefined, record.fingerprint, undefined);
    case "run.completed":
      return ofRun(record, record.durationMs, undefined, undefined);
    case "run.failed":
      return ofRun(record, record.durationMs, undefined, record.reason);
    case "experiment.started":
    case "experiment.completed":
      return ofExperiment(record, record.experiment, undefined);
    case "experiment.failed":
      return ofExperiment(record, record.experiment, record.reason);
    case "module.started":
      return ofExecution(record, record.queuedMs, record.schemaBefore, null, undefined, undefined, 0, false);
    case "step.completed":
      return ofExecution(record, record.durationMs, null, null, record.step, undefined, 0, record.state === "Failed");
    case "module.retried":
      return ofExecution(
        record,
        record.durationMs,
        record.schemaBefore,
        null,
        headline(record.error),
        undefined,
        0,
        false,
      );
    case "module.completed": {
      const { durationMs, schemaBefore, schemaAfter, changes, origin } = record;
      const reused = origin === "reused";
      return ofExecution(record, durationMs, schemaBefore, schemaAfter, undefined, undefined, changes.length, reused);
    }
    case "module.failed": {
      const { durationMs, schemaBefore, error, reason } = record;
      const text = headline(error);
      const cause = failureCause(record);
      return ofExecution(record, durationMs, schemaBefore, null, text, reason, 0, false, cause);
    }
  }
};

const ofRun = (
  { type, at }: JournalRecord,
  durationMs: number | undefined,
  after: string | undefined,
  reason: string | undefined,
): RecordRow => ({
  type,
  at,
  subject: undefined,
  attempt: 0,
  durationMs,
  before: undefined,
  after,
  text: undefined,
  reason,
  cause: undefined,
  changes: 0,
  flagged: false,
});

const ofExperiment = ({ type, at }: JournalRecord, subject: number, reason: string | undefined): RecordRow => ({
  type,
  at,
  subject,
  attempt: 0,
  durationMs: undefined,
  before: undefined,
  after: undefined,
  text: undefined,
  reason,
  cause: undefined,
  changes: 0,
  flagged: false,
});

const ofExecution = (
  { type, at, execution, attempt }: ExecutionRecord,
  durationMs: number | undefined,
  before: string | null,
  after: string | null,
  text: string | undefined,
  reason: string | undefined,
  changes: number,
  flagged: boolean,
  cause?: string,
): RecordRow => ({
  type,
  at,
  subject: execution,
  attempt,
  durationMs,
  before: before ?? undefined,
  after: after ?? undefined,
  text,
  reason,
  cause,
  changes,
  flagged,
});

const longest = 300;

const headline = ({ name, message }: EncodedError): string => {
  const line = `${name}: ${message}`.split("\n", 1)[0] ?? "";
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
};
