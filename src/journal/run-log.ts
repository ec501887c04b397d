import type { Plan } from "../workflow/plan.ts";
import type { RecordVisitor } from "./record-columns.ts";
import type { JournalRecord } from "./record.ts";
import { RunFacts } from "./run-facts.ts";
import { RunState } from "./run-state.ts";

/** The records of one run, as far as they are kept, with the state they add up to. */
export interface RunLog {
  readonly state: RunState;
  /** Whether no record is ever dropped. */
  readonly keepsAll: boolean;
  /** The kept records, oldest first. */
  readonly records: readonly JournalRecord[];
  /** The kept records from `firstSeq` to `lastSeq`, oldest first, each made when it is its turn. */
  each(lastSeq?: number, firstSeq?: number): Iterable<JournalRecord>;
  /** Goes through the kept records up to `lastSeq`, without making those that columns hold. */
  scan(visit: RecordVisitor, lastSeq: number): void;
  /** The record with this number, if it is still kept. O(sequence length). */
  at(seq: number): JournalRecord | undefined;
  /** The log as it was at an earlier record; of one that keeps all up to there. O(records). */
  upTo(seq: number): RunLog;
}

/** The log of a run that has not started; with `plan`, what is going to run is known. */
export const unstartedLog = (plan?: Plan): RunLog => ({
  state: new RunState(new RunFacts(plan)),
  keepsAll: true,
  records: [],
  each: () => [],
  scan: () => undefined,
  at: () => undefined,
  upTo: () => unstartedLog(),
});
