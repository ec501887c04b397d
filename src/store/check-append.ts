import { JournalError } from "../journal/journal-error.ts";
import type { JournalRecord, RunId } from "../journal/record.ts";

/** What a store must know of a run to tell which records may be next. */
export interface RunTail {
  /** How many records it holds. */
  readonly count: number;
  /** Whether the last of them is the end of the run. */
  readonly over: boolean;
}

/**
 * Throws a JournalError when records are not the next ones of a run: numbered on without gaps, the first of all the
 * run's own beginning, and none after its end. What else makes a journal legal, its writer's fold has checked.
 */
export const checkAppend = (runId: RunId, { count, over }: RunTail, records: readonly JournalRecord[]): void => {
  let [last, ended] = [count, over];
  for (const record of records) {
    const reason = misfit(runId, record, last, ended);
    if (reason !== undefined)
      throw new JournalError({ seq: record.seq, reason, remedy: "Append the records of one run in their order." });
    last = record.seq;
    ended = endsRun(record);
  }
};

/** Whether a record is the last of its run. */
export const endsRun = ({ type }: JournalRecord): boolean => type === "run.completed" || type === "run.failed";

const misfit = (runId: RunId, record: JournalRecord, last: number, ended: boolean): string | undefined => {
  if (record.seq !== last + 1) return `the store holds ${last} records`;
  if (ended) return "the run is over";
  if ((record.type === "run.started") !== (last === 0))
    return last === 0 ? `a run cannot begin with ${record.type}` : "the run had already started";
  if (record.type === "run.started" && record.runId !== runId) return `it begins another run, ${record.runId}`;
  return undefined;
};

/**
 * Throws a JournalError for a record that tells of another result than the last that was put for its execution: what
 * is recorded as kept could not be read again. `hashOf` gives the hash of that one, while it waits for its record.
 */
export const checkResults = (
  records: readonly JournalRecord[],
  hashOf: (execution: number) => string | undefined,
): void => {
  for (const record of records)
    if (record.type === "module.completed" && record.result.startsWith("sha256:"))
      if (record.result !== `sha256:${hashOf(record.execution)}`)
        throw new JournalError({
          seq: record.seq,
          reason: `its result ${record.result} was not put, or another one after it`,
          remedy: "Put the result of an execution, then append the record that has the reference put gave.",
        });
};
