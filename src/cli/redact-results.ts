import type { Cell } from "./flat-result.ts";
import type { ResultRow, ResultTable } from "./result-tables.ts";
import type { RunReport } from "./run-report.ts";

/** A report whose results are freed of secrets: results are handed out as they are, everything else is as recorded. */
export const redactResults = (report: RunReport, redact: (text: string) => string): RunReport => ({
  ...report,
  results: report.results.map((table): ResultTable => ({
    ...table,
    fields: table.fields.map(redact),
    rows: table.rows.map((row) => redactRow(row, redact)),
  })),
});

const redactRow = (row: ResultRow, redact: (text: string) => string): ResultRow => ({
  ...row,
  values: Object.fromEntries(
    Object.entries(row.values).map(([name, cell]) => [redact(name), redactCell(cell, redact)]),
  ),
});

const redactCell = (cell: Cell, redact: (text: string) => string): Cell => {
  if (typeof cell === "string") return redact(cell);
  // A number that is a secret as a whole.
  return typeof cell === "number" && redact(String(cell)) !== String(cell) ? redact(String(cell)) : cell;
};
