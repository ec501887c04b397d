import { JournalError } from "../../journal/journal-error.ts";
import type { JournalRecord, ModuleCompleted, RunId } from "../../journal/record.ts";
import { JournalFold } from "../../journal/journal-fold.ts";
import type { RunState } from "../../journal/run-state.ts";
import { decodeBatch } from "./batch-codec/decode-batch.ts";
import { RunDictionary } from "./batch-codec/run-dictionary.ts";
import { chainHash, chainStart } from "./record-chain.ts";
import type { StoredBatch } from "./stored-batches.ts";

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
  /** The hash of the last batch of them. */
  readonly head: Uint8Array;
  /** Whether one of their batches has the hash that was looked for. */
  readonly anchored: boolean;
  /** Time of the last of them; 0 for none. */
  readonly updatedAt: number;
  readonly state: RunState;
  readonly completions: readonly Pick<ModuleCompleted, "seq" | "execution" | "result" | "schemaAfter">[];
  /** What is wrong with the record after them. */
  readonly problem: StoreProblem | undefined;
}

/**
 * Recomputes the chain of a run's batches and replays their records, up to the first that is not as it was written. With
 * `checkState`, it sees what they add up to after each batch.
 */
export const checkRecords = (
  batches: () => Iterable<StoredBatch>,
  runId: RunId,
  anchor: string | undefined,
  checkState: (state: RunState, head: Uint8Array, updatedAt: number) => void = noCheck,
): CheckedRecords => {
  const fold = new JournalFold();
  const { state } = fold;
  const dictionary = new RunDictionary();
  const completions: CheckedRecords["completions"][number][] = [];
  let [count, head, anchored, updatedAt] = [0, chainStart, anchor === undefined, 0];
  const checked = (reason?: string): CheckedRecords => {
    const problem = reason === undefined ? undefined : { seq: count + 1, reason };
    return { count, head, anchored, updatedAt, state, completions, problem };
  };
  const take = (record: JournalRecord): void => {
    fold.apply(record);
    updatedAt = record.at;
    count = record.seq;
    if (record.type !== "module.completed") return;
    const { seq, execution, result, schemaAfter } = record;
    completions.push({ seq, execution, result, schemaAfter });
  };
  for (const batch of batches()) {
    const reason = misplaced(batch, count + 1) ?? altered(batch, head, batches);
    if (reason !== undefined) return checked(reason);
    try {
      const { records } = decodeBatch(dictionary, batch.seq, batch.body);
      const [first] = records;
      if (first?.type === "run.started" && first.runId !== runId)
        return checked(`it begins another run, ${first.runId}`);
      for (const record of records) take(record);
    } catch (thrown) {
      return checked(`it is not legal here: ${said(thrown)}`);
    }
    head = batch.hash;
    anchored ||= hexOf(head) === anchor;
    checkState(state, head, updatedAt);
  }
  return checked();
};

/** A hash as it is written down: in hexadecimal. */
export const hexOf = (hash: Uint8Array): string => Buffer.from(hash).toString("hex");

const noCheck = (): void => {};

const misplaced = ({ seq }: StoredBatch, expected: number): string | undefined =>
  seq === expected
    ? undefined
    : seq > expected
      ? `it is missing: the next that is stored is record ${seq}`
      : `a record with the number ${seq} stands in its place`;

const altered = (batch: StoredBatch, before: Uint8Array, batches: () => Iterable<StoredBatch>): string | undefined => {
  if (isLinked(before, batch)) return undefined;
  // What fits to another batch was not changed, but moved. Looked for only where something is wrong.
  for (const { hash } of batches())
    if (isLinked(hash, batch)) return "the order was changed: it was written after other records than these";
  return "it was changed: its hash is not that of its content and the record before it";
};

const isLinked = (before: Uint8Array, { body, hash }: StoredBatch): boolean =>
  Buffer.compare(chainHash(before, body), hash) === 0;

const said = (thrown: unknown): string =>
  thrown instanceof JournalError ? thrown.reason : thrown instanceof Error ? thrown.message : String(thrown);
