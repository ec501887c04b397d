import type { EpochMs, JournalRecord } from "../journal/record.ts";
import type { RunState } from "../journal/run-state.ts";
import type { FieldChange } from "../schema/field-change.ts";

/** One change of one field (or of the frame as a whole), made by one execution. */
export type Change = FieldChange & {
  /** `<runId>:<seq>/<n>`: unique and stable. */
  readonly changeId: string;
  readonly timestamp: EpochMs;
  readonly moduleName: string;
  readonly experimentName: string;
  /** The path from the first module to the one that made the change. */
  readonly experimentKey: string;
};

/** The changes a record holds; none for records of other kinds. */
export const changesOf = (record: JournalRecord, state: RunState): readonly Change[] => {
  if (record.type !== "module.completed" || record.changes.length === 0) return [];
  const { moduleName, experimentName, at } = record;
  const key = state.keyOf(record.execution);
  return record.changes.map((change, n) => ({
    ...change,
    changeId: `${state.started?.runId ?? ""}:${record.seq}/${n}`,
    timestamp: at,
    moduleName,
    experimentName,
    experimentKey: key,
  }));
};
