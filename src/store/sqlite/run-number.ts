import type { DatabaseSync } from "node:sqlite";

import type { RunId } from "../../journal/record.ts";
import { decodeBatch } from "./batch-codec/decode-batch.ts";
import { RunDictionary } from "./batch-codec/run-dictionary.ts";
import { storedBatches } from "./stored-batches.ts";

/** The number by which the batches and results of a run are found; undefined for a run that is not there. */
export const runNumber = (database: DatabaseSync, runId: RunId): number | undefined => {
  const no = database.prepare("SELECT no FROM runs WHERE run_id = ?").get(runId)?.["no"];
  return no === undefined ? runsWithoutRow(database).find((run) => run.runId === runId)?.number : Number(no);
};

/** Runs that have lost their row: their first batch still says which they are. O(runs). */
export const runsWithoutRow = (database: DatabaseSync): readonly { readonly number: number; readonly runId: RunId }[] =>
  database
    .prepare(withoutRow)
    .all()
    .flatMap(({ run }) => {
      const runId = beginningOf(database, Number(run));
      return runId === undefined ? [] : [{ number: Number(run), runId }];
    });

// From number to number: all distinct ones of a table would be found by reading the whole of it.
const withoutRow = `WITH RECURSIVE numbers(run) AS (
    SELECT min(run) FROM batches
    UNION ALL SELECT (SELECT min(run) FROM batches WHERE run > numbers.run) FROM numbers WHERE run IS NOT NULL
  ) SELECT run FROM numbers WHERE run IS NOT NULL AND run NOT IN (SELECT no FROM runs)`;

const beginningOf = (database: DatabaseSync, run: number): RunId | undefined => {
  for (const { seq, body } of storedBatches(database, run))
    try {
      const [first] = decodeBatch(new RunDictionary(), seq, body).records;
      return first?.type === "run.started" ? first.runId : undefined;
    } catch {
      return undefined;
    }
  return undefined;
};
