import type { RunFold } from "../protocol/run-fold.ts";
import { recordCode, type RecordType } from "../protocol/record-type.ts";

/** Where in an execution a snapshot was taken: at its start, at its end, or where an attempt of it failed. */
export type SnapshotPhase = "before" | "after" | "transition";

/** The phase of the snapshot that a record is; records of other types are none. */
export const snapshotPhases: ReadonlyMap<RecordType, SnapshotPhase> = new Map([
  ["module.started", "before"],
  ["module.retried", "transition"],
  ["module.completed", "after"],
  ["module.failed", "transition"],
]);

/** The numbers of the records that are snapshots, up to the one the page stands at; O(records). */
export const snapshotRows = (fold: RunFold, phase: SnapshotPhase | undefined): readonly number[] => {
  const codes = new Map(Array.from(snapshotPhases, ([type, of]) => [recordCode[type], of]));
  const { type } = fold.run.columns;
  const found: number[] = [];
  for (let index = 0; index < fold.seq; index++) {
    const of = codes.get(type[index] ?? -1);
    if (of !== undefined && (phase === undefined || of === phase)) found.push(index + 1);
  }
  return found;
};
