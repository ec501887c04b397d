import type { DatabaseSync } from "node:sqlite";

import { StoreError } from "../../store-error.ts";
import { compareText } from "../compare-text.ts";
import { atOneMoment } from "./at-one-moment.ts";
import { currentRow } from "./current-row.ts";
import type { Row } from "./run-row.ts";
import { verifyIt } from "./verify-it.ts";

/**
 * The rows of all runs as they stand now, newest first, removed ones among them. One that is not as it was written is made
 * anew from the records of its run; throws a StoreError where these do not tell, or rows were lost.
 */
export const runRows = (database: DatabaseSync): readonly Row[] => atOneMoment(database, () => rowsOf(database));

const rowsOf = (database: DatabaseSync): readonly Row[] => {
  const found = database.prepare(select).all();
  const rows = found.filter(({ run_id: runId }) => runId !== null);
  const indexed = Number(found[0]?.["indexed"]);
  if (indexed !== rows.length)
    throw new StoreError({
      reason: "damaged",
      subject: "the table of runs",
      detail: `it lists ${rows.length} runs, and its index ${indexed}. ${verifyIt}`,
      cause: undefined,
    });
  return rows
    .map((row) => currentRow(database, row))
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
