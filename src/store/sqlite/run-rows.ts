import type { DatabaseSync } from "node:sqlite";

import { StoreError } from "../../store-error.ts";
import type { RunId } from "../../journal/record.ts";
import { compareText } from "../compare-text.ts";
import { checkRecords } from "./check-records.ts";
import { isWholeRow } from "./row-check.ts";
import type { Row } from "./run-row.ts";
import { storedBatches } from "./stored-batches.ts";
import { verifyIt } from "./verify-it.ts";

/**
 * The rows of all runs, newest first, removed ones among them. One that is not as it was written is made anew from the
 * records of its run; throws a StoreError where these do not tell, or rows were lost.
 */
export const runRows = (database: DatabaseSync): readonly Row[] => {
  const found = database.prepare(select).all();
  const rows = found.filter(({ run_id: runId }) => runId !== null);
  const indexed = Number(found[0]?.["indexed"]);
  if (indexed !== rows.length)
    throw damaged("the table of runs", `it lists ${rows.length} runs, and its index ${indexed}`);
  return rows
    .map((row) => (isWholeRow(row) ? row : madeAnew(database, row)))
    .toSorted(
      (a, b) =>
        Number(b["started_at"]) - Number(a["started_at"]) || compareText(String(b["run_id"]), String(a["run_id"])),
    );
};

/** The rows of the runs a store keeps, newest first. */
export const keptRunRows = (database: DatabaseSync): readonly Row[] =>
  runRows(database).filter((row) => row["removed_at"] === null);

// The index by run id is another tree of pages: what one of the two lost, the other has. In one statement, as other
// processes begin runs meanwhile.
const select = `SELECT counted.n AS indexed, runs.* FROM (SELECT count(*) AS n FROM runs WHERE run_id >= '') AS counted
  LEFT JOIN runs NOT INDEXED ON TRUE`;

const madeAnew = (database: DatabaseSync, row: Row): Row => {
  const runId = String(row["run_id"]) as RunId;
  const { count, updatedAt, state, problem } = checkRecords(
    () => storedBatches(database, Number(row["no"])),
    runId,
    undefined,
  );
  // A kept run has records. Of a removed one nobody knows any more what its row said.
  if (problem !== undefined || state.started === undefined)
    throw damaged(`run ${runId}`, "its row in the table of runs is not as it was written, nor do its records tell");
  const { executions } = state;
  return {
    run_id: runId,
    workflow: state.started.workflow,
    state: state.state,
    started_at: state.started.at,
    updated_at: updatedAt,
    records: count,
    executions: state.plan.size.executions,
    started: state.plan.size.executions - executions.NotStarted,
    completed: executions.Completed,
    failed: executions.Failed,
    removed_at: null,
  };
};

const damaged = (subject: string, detail: string): StoreError =>
  new StoreError({
    reason: "damaged",
    subject,
    detail: `${detail}. ${verifyIt}`,
    cause: undefined,
  });
