import type { DatabaseSync } from "node:sqlite";

import type { RunId } from "../../journal/record.ts";
import type { BlobFiles } from "./blob-files.ts";
import { blobHash } from "./blob-hash.ts";
import type { CheckedRecords, StoreProblem } from "./check-records.ts";

/** How many results of a run are as they were written, and which are not. */
export interface CheckedResults {
  readonly count: number;
  readonly problems: readonly StoreProblem[];
}

const select = "SELECT hash, schema FROM results WHERE run_id = ? AND execution = ?";
const selectBytes =
  "SELECT results.hash, results.schema, codec, bytes, file_size FROM results LEFT JOIN blobs ON blobs.hash = results.hash WHERE run_id = ? AND execution = ?";

/** Looks for the result of every record that names one, and hashes its bytes again; equal results once. */
export const checkResults = (
  database: DatabaseSync,
  files: BlobFiles,
  runId: RunId,
  completions: CheckedRecords["completions"],
): CheckedResults => {
  const [withBytes, without] = [database.prepare(selectBytes), database.prepare(select)];
  const whole = new Set<string>();
  const problems: StoreProblem[] = [];
  let count = 0;
  for (const { seq, execution, result: reference, schemaAfter } of completions) {
    const expected = /^sha256:([0-9a-f]{64})$/u.exec(reference)?.[1];
    if (expected === undefined) continue;
    const known = whole.has(expected);
    const row = (known ? without : withBytes).get(runId, execution);
    const reason = wrongRow(row, expected, schemaAfter) ?? (known ? undefined : wrongBytes(row, expected, files));
    if (reason === undefined) {
      whole.add(expected);
      count++;
    } else problems.push({ seq, reason });
  }
  return { count, problems };
};

type Row = Readonly<Record<string, unknown>> | undefined;

const wrongRow = (row: Row, expected: string, schema: string | null): string | undefined => {
  if (row === undefined) return "its result is missing";
  if (row["hash"] !== expected) return "another result stands in the place of its own";
  return row["schema"] === schema ? undefined : "its result is stored with another schema";
};

const wrongBytes = (row: Row, expected: string, files: BlobFiles): string | undefined => {
  const { codec, bytes, file_size: size } = row ?? {};
  if (typeof size === "number") return files.problemOf({ hash: expected, codec: String(codec), size });
  if (!(bytes instanceof Uint8Array)) return "the bytes of its result are missing";
  return blobHash({ codec: String(codec), bytes }) === expected ? undefined : "the bytes of its result were changed";
};
