import type { RunId } from "./record.ts";

/** The record a snapshot stands for, in which run. */
export interface SnapshotPlace {
  readonly runId: RunId;
  readonly seq: number;
}

/** Reads a snapshot id, `<runId>:<seq>`; undefined for a text that is none. */
export const parseSnapshotId = (id: string): SnapshotPlace | undefined => {
  const { runId, seq } = /^(?<runId>.+):(?<seq>\d{1,15})$/u.exec(id)?.groups ?? {};
  return runId === undefined ? undefined : { runId: runId as RunId, seq: Number(seq) };
};
