import { JournalError } from "../../error.ts";
import { decodeRecord } from "../../journal/codec.ts";
import type { ModuleCompleted, RunId } from "../../journal/record.ts";
import { RunState } from "../../journal/run-state.ts";
import { chainHash, chainStart } from "./record-chain.ts";
import type { StoredRow } from "./stored-rows.ts";

/** Something in a stored run that is not as it was written. */
export interface StoreProblem {
  /** The number of the first record it concerns; null when it concerns the run as a whole. */
  readonly seq: number | null;
  /** What is wrong with it: "it is missing". */
  readonly reason: string;
}

/** The records of a run up to the first that is not as it was written. */
export interface CheckedRecords {
  readonly count: number;
  /** The hash of the last of them. */
  readonly head: Uint8Array;
  /** Whether one of them has the hash that was looked for. */
  readonly anchored: boolean;
  /** Time of the last of them; 0 for none. */
  readonly updatedAt: number;
  readonly state: RunState;
  readonly completions: readonly Pick<ModuleCompleted, "seq" | "execution" | "result" | "schemaAfter">[];
  /** What is wrong with the record after them. */
  readonly problem: StoreProblem | undefined;
}

/** Recomputes the chain of a run's records and replays them, up to the first that is not as it was written. */
export const checkRecords = (rows: Iterable<StoredRow>, runId: RunId, anchor: string | undefined): CheckedRecords => {
  const state = new RunState();
  const completions: CheckedRecords["completions"][number][] = [];
  let [count, head, anchored, updatedAt] = [0, chainStart, anchor === undefined, 0];
  const checked = (problem?: StoreProblem): CheckedRecords => {
    return { count, head, anchored, updatedAt, state, completions, problem };
  };
  for (const row of rows) {
    const expected = count + 1;
    const reason = misplaced(row, expected) ?? altered(row, head);
    if (reason !== undefined) return checked({ seq: expected, reason });
    try {
      const record = decodeRecord(JSON.parse(textOf(row.body)));
      if (record.type === "run.started" && record.runId !== runId)
        return checked({ seq: expected, reason: `it begins another run, ${record.runId}` });
      state.apply(record);
      updatedAt = record.at;
      if (record.type === "module.completed") {
        const { seq, execution, result, schemaAfter } = record;
        completions.push({ seq, execution, result, schemaAfter });
      }
    } catch (thrown) {
      return checked({ seq: expected, reason: `it is not legal here: ${said(thrown)}` });
    }
    count = expected;
    head = row.hash;
    anchored ||= hexOf(head) === anchor;
  }
  return checked();
};

/** A hash as it is written down: in hexadecimal. */
export const hexOf = (hash: Uint8Array): string => Buffer.from(hash).toString("hex");

const misplaced = ({ seq }: StoredRow, expected: number): string | undefined =>
  seq === expected
    ? undefined
    : seq > expected
      ? `it is missing: the next that is stored is record ${seq}`
      : `a record with the number ${seq} stands in its place`;

const altered = ({ seq, body, hash }: StoredRow, before: Uint8Array): string | undefined => {
  if (Buffer.compare(chainHash(before, body), hash) === 0) return undefined;
  const told = /^\{"seq":(\d+),/u.exec(textOf(body))?.[1];
  return told !== undefined && Number(told) !== seq
    ? `the order was changed: it is record ${told} of those that were written`
    : "it was changed: its hash is not that of its content and the record before it";
};

const textOf = (body: Uint8Array): string => Buffer.from(body).toString("utf8");

const said = (thrown: unknown): string =>
  thrown instanceof JournalError ? thrown.reason : thrown instanceof Error ? thrown.message : String(thrown);
