import type { DatabaseSync } from "node:sqlite";

import type { BlobFiles } from "./blob-files.ts";
import { blobHash } from "./blob-hash.ts";
import { type CheckedRecords, hexOf, type StoreProblem } from "./check-records.ts";

/** How many results of a run are as they were written, and which are not. */
export interface CheckedResults {
  readonly count: number;
  readonly problems: readonly StoreProblem[];
}

const select = "SELECT blob, hash FROM results LEFT JOIN blobs ON blobs.no = blob WHERE run = ? AND execution = ?";
const selectBytes =
  "SELECT blob, hash, codec, bytes, file_size FROM results LEFT JOIN blobs ON blobs.no = blob WHERE run = ? AND execution = ?";

const selectUnreferred = "SELECT no AS blob, hash, codec, bytes, file_size FROM blobs WHERE hash = ?";

/**
 * Looks for the result of every record that names one, and hashes its bytes again; equal results once. Records after those
 * that are `counted` need not be referred to yet: their values are looked for.
 */
export const checkResults = (
  database: DatabaseSync,
  files: BlobFiles,
  run: number,
  completions: CheckedRecords["completions"],
  counted: number,
): CheckedResults => {
  const [withBytes, without] = [database.prepare(selectBytes), database.prepare(select)];
  const unreferred = database.prepare(selectUnreferred);
  const whole = new Set<string>();
  const problems: StoreProblem[] = [];
  let count = 0;
  for (const { seq, execution, result: reference } of completions) {
    const expected = /^sha256:([0-9a-f]{64})$/u.exec(reference)?.[1];
    if (expected === undefined) continue;
    const known = whole.has(expected);
    const row =
      seq > counted ? unreferred.get(Buffer.from(expected, "hex")) : (known ? without : withBytes).get(run, execution);
    const reason = wrongRow(row, expected) ?? (known ? undefined : wrongBytes(row, expected, files));
    if (reason === undefined) {
      whole.add(expected);
      count++;
    } else problems.push({ seq, reason });
  }
  return { count, problems };
};

type Row = Readonly<Record<string, unknown>> | undefined;

const wrongRow = (row: Row, expected: string): string | undefined => {
  if (row === undefined) return "its result is missing";
  const { hash } = row;
  if (hash === null) return "the bytes of its result are missing";
  return hash instanceof Uint8Array && hexOf(hash) === expected
    ? undefined
    : "another result stands in the place of its own";
};

const wrongBytes = (row: Row, expected: string, files: BlobFiles): string | undefined => {
  const { codec, bytes, file_size: size } = row ?? {};
  if (typeof size === "number") return files.problemOf({ hash: expected, codec: String(codec), size });
  if (!(bytes instanceof Uint8Array)) return "the bytes of its result are missing";
  return blobHash({ codec: String(codec), bytes }) === expected ? undefined : "the bytes of its result were changed";
};
