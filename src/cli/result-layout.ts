import { type ResultColumn, resultColumns } from "./result-columns.ts";
import type { ResultTable } from "./result-tables.ts";

const [longestName, mostLines] = [40, 3];

/** How a table of results is drawn on a page of some width. */
export interface ResultLayout {
  /** Modules, from the first, whose experiments are titles above groups of rows: as columns they would take too much. */
  readonly titles: number;
  readonly columns: readonly ResultColumn[];
  /** The fields at the right that did not fit. */
  readonly dropped: readonly string[];
}

/**
 * Lays a table out in `width` columns: with heads on as few lines as possible; else with experiments as titles; else
 * with fields left out at the right. The first field is always there.
 */
export const layOutResults = (table: ResultTable, width: number): ResultLayout => {
  // A field takes three columns at least; of a result with thousands of fields, only those few are worth measuring.
  const begin = { ...table, fields: table.fields.slice(0, Math.max(1, Math.ceil(width / 3))) };
  const whole = begin.fields.length === table.fields.length ? fit(begin, width) : undefined;
  const { titles, columns } = whole ?? cut(begin, width);
  return { titles, columns, dropped: table.fields.slice(columns.length - (table.varying.length - titles)) };
};

/** How much further in the rows stand than their titles. */
export const indentOf = (titles: number): number => (titles === 0 ? 0 : 2);

type Fitting = Pick<ResultLayout, "titles" | "columns">;

const fit = (table: ResultTable, width: number): Fitting | undefined => {
  for (let titles = 0; titles <= mostTitles(table); titles++)
    for (let lines = 1; lines <= mostLines; lines++) {
      const columns = resultColumns(table, { titles, lines, longestName });
      if (widthOf(columns) + indentOf(titles) <= width) return { titles, columns };
    }
  return undefined;
};

/** What cannot fit anyway leaves about half of the width to the values. */
const cut = (table: ResultTable, width: number): Fitting => {
  const half = Math.ceil(width / 2);
  const options = { lines: mostLines, longestName: Math.min(longestName, half) };
  const names = table.varying.length;
  let titles = 0;
  let columns = resultColumns(table, { ...options, titles });
  while (titles < mostTitles(table) && widthOf(columns.slice(0, names - titles)) > half)
    columns = resultColumns(table, { ...options, titles: ++titles });
  let kept = columns.length;
  while (kept > names - titles + 1 && widthOf(columns.slice(0, kept)) + indentOf(titles) > width) kept--;
  return { titles, columns: columns.slice(0, kept) };
};

/** The last module stays a column, so that every row has a name. */
const mostTitles = ({ varying }: ResultTable): number => Math.max(0, varying.length - 1);

const widthOf = (columns: readonly ResultColumn[]): number =>
  columns.reduce((sum, column) => sum + column.width + 2, -2);
