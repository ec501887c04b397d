import type { Cell } from "./flat-result.ts";
import type { ResultRow, ResultTable } from "./result-tables.ts";

/** Tables of results freed of secrets: results are handed out as they are, everything else is as it was recorded. */
export const redactTables = (
  tables: readonly ResultTable[],
  redact: (text: string) => string,
): readonly ResultTable[] =>
  tables.map((table) => {
    const { common, varying } = table;
    return { common, varying, fields: table.fields.map(redact), rows: table.rows.map((row) => redactRow(row, redact)) };
  });

const redactRow = (row: ResultRow, redact: (text: string) => string): ResultRow => ({
  key: row.key,
  experiments: row.experiments,
  values: Object.fromEntries(
    Object.entries(row.values).map(([name, cell]) => [redact(name), redactCell(cell, redact)]),
  ),
});

const redactCell = (cell: Cell, redact: (text: string) => string): Cell => {
  if (typeof cell === "string") return redact(cell);
  // A number that is a secret as a whole.
  return typeof cell === "number" && redact(String(cell)) !== String(cell) ? redact(String(cell)) : cell;
};
