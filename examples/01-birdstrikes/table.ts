/**
 * The data as columns, not rows: every statistic of this example reads one or two columns from end to end,
 * and a row is only ever needed as a number to pick.
 */

/** One value; `null` is missing. */
export type Cell = string | number | Date | null;

export type Column = readonly Cell[];

export interface Table {
  readonly [column: string]: Column;
}

/** What synthesizers work on: numbers only, nothing missing. */
export interface NumberTable {
  readonly [column: string]: readonly number[];
}

const dayInMs = 24 * 60 * 60 * 1000;

export const daysFromDate = (date: Date): number => date.getTime() / dayInMs;

export const dateFromDays = (days: number): Date => new Date(days * dayInMs);

export function columnOf<Value>(
  table: { readonly [column: string]: readonly Value[] },
  name: string,
): readonly Value[] {
  const column = table[name];
  if (column === undefined) {
    throw new Error(`There is no column "${name}"; the table has ${Object.keys(table).join(", ")}.`);
  }
  return column;
}

export function rowCount(table: Table | NumberTable): number {
  return Object.values(table)[0]?.length ?? 0;
}

export const allRows = (table: Table): readonly number[] => Array.from({ length: rowCount(table) }, (_, row) => row);

/** The given rows, in the given order. */
export function pickRows<Value>(
  table: { readonly [column: string]: readonly Value[] },
  rows: readonly number[],
): { readonly [column: string]: readonly Value[] } {
  return Object.fromEntries(
    Object.entries(table).map(([name, column]) => [name, rows.map((row) => column[row] as Value)]),
  );
}

/** A column holds categories when it holds text; numbers and dates have an order and distances. */
export const isCategorical = (column: Column): boolean => column.some((cell) => typeof cell === "string");

/** A column of numbers or dates as numbers (dates as days since 1970), `null` kept. */
export function numbersOf(column: Column): readonly (number | null)[] {
  return column.map((cell) => {
    if (typeof cell === "string") throw new Error(`Expected numbers or dates, found the text "${cell}".`);
    return cell instanceof Date ? daysFromDate(cell) : cell;
  });
}
