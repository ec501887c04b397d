import type { DatabaseSync } from "node:sqlite";

import type { RunId } from "../../journal/record.ts";
import { addUp } from "./added-up.ts";
import { decodeBatch } from "./batch-codec/decode-batch.ts";
import { namelessDictionary } from "./batch-codec/nameless-dictionary.ts";
import { checkRecords } from "./check-records.ts";
import { damaged } from "./read-records.ts";
import { chainHash, chainStart } from "./record-chain.ts";
import { isWholeRow } from "./row-check.ts";
import { addedUpOfRow, factsOf, type Row, stateOf } from "./run-row.ts";
import { storedBatches } from "./stored-batches.ts";

/**
 * The row of a run as it would be had it been written with the last record: while a run goes on its row is some batches
 * behind. Where one of those is damaged it is that of the moment before: whoever reads the run is told, and a list of runs is
 * not refused for it. A row that is not as it was written is made anew from all records; throws a StoreError where these do
 * not tell.
 */
export const currentRow = (database: DatabaseSync, row: Row): Row => {
  if (!isWholeRow(row)) return madeAnew(database, row);
  return row["state"] === "InProgress" && row["removed_at"] === null ? caughtUp(database, row) : row;
};

const caughtUp = (database: DatabaseSync, row: Row): Row => {
  let added = addedUpOfRow(row);
  let head = row["head"] instanceof Uint8Array ? row["head"] : chainStart;
  // Only how many records of which type there are is asked for: what they name need not be read first.
  const dictionary = namelessDictionary(added.startedAt);
  for (const { seq, body, hash } of storedBatches(database, Number(row["no"]), added.count)) {
    if (seq !== added.count + 1 || Buffer.compare(chainHash(head, body), hash) !== 0) break;
    added = addUp(added, decodeBatch(dictionary, seq, body).records);
    head = hash;
  }
  return { ...row, ...factsOf(String(row["run_id"]), { ...added, head }) };
};

const madeAnew = (database: DatabaseSync, row: Row): Row => {
  const runId = String(row["run_id"]) as RunId;
  const checked = checkRecords(() => storedBatches(database, Number(row["no"])), runId, undefined);
  const { count, head, updatedAt, state, problem } = checked;
  // A kept run has records. Of a removed one nobody knows any more what its row said.
  if (problem !== undefined || state.started === undefined)
    throw damaged(runId, "its row in the table of runs is not as it was written, nor do its records tell");
  const { NotStarted, Completed, Failed } = state.executions;
  const { executions } = state.plan.size;
  return {
    no: row["no"],
    ...factsOf(runId, {
      count,
      head,
      updatedAt,
      state: stateOf(state.state),
      workflow: state.started.workflow,
      startedAt: state.started.at,
      executions,
      started: executions - NotStarted,
      completed: Completed,
      failed: Failed,
    }),
    removed_at: null,
  };
};
