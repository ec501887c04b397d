import { max, min } from "simple-statistics";
import type { Cell, Column, Table } from "../table.ts";
import { columnOf, isCategorical, numbersOf, rowCount } from "../table.ts";

/** A table made ready for Gower's distance: every column as plain numbers, NaN for what is missing. */
export interface GowerTable {
  readonly rows: number;
  readonly columns: readonly GowerColumn[];
}

interface GowerColumn {
  /** Codes of categories; else numbers in units of the column's range. */
  readonly categorical: boolean;
  readonly values: Float64Array;
}

/** Makes any table comparable with the reference, whose ranges and category codes are the yardstick. */
export function gowerYardstick(reference: Table): (table: Table) => GowerTable {
  const encoders = Object.entries(reference).map(([name, cells]) => {
    const categorical = isCategorical(cells);
    return { name, categorical, encode: categorical ? categoryCodes(cells) : inRanges(numbersOf(cells)) };
  });
  return (table) => ({
    rows: rowCount(table),
    columns: encoders.map(({ name, categorical, encode }) => {
      const cells = columnOf(table, name);
      const values: readonly (string | number | null)[] = categorical
        ? cells.map((cell) => (cell === null ? null : String(cell)))
        : numbersOf(cells);
      return { categorical, values: Float64Array.from(values, (value) => (value === null ? NaN : encode(value))) };
    }),
  });
}

/**
 * The mean over the columns of: 0 or 1 for categories, the difference in ranges (at most 1) for numbers,
 * 0 where both values are missing and 1 where one is. After Gower (1971), who leaves missing values out.
 */
export function gowerDistance(a: GowerTable, rowA: number, b: GowerTable, rowB: number): number {
  let sum = 0;
  for (let place = 0; place < a.columns.length; place += 1) {
    const column = a.columns[place] as GowerColumn;
    const x = column.values[rowA] as number;
    const y = (b.columns[place] as GowerColumn).values[rowB] as number;
    if (Object.is(x, y)) continue;
    sum += column.categorical || Number.isNaN(x - y) ? 1 : Math.min(1, Math.abs(x - y));
  }
  return sum / a.columns.length;
}

/** For each row, the distance to the nearest row of the reference. */
export function closestDistances(table: GowerTable, reference: GowerTable): readonly number[] {
  return Array.from({ length: table.rows }, (_, row) => {
    let closest = Infinity;
    for (let other = 0; other < reference.rows && closest > 0; other += 1) {
      closest = Math.min(closest, gowerDistance(table, row, reference, other));
    }
    return closest;
  });
}

/** Categories the reference does not know are all -1: different from every row of the reference. */
function categoryCodes(cells: Column): (value: string | number) => number {
  const codes = new Map<Cell, number>([...new Set(cells)].map((category, code) => [category, code]));
  return (value) => codes.get(String(value)) ?? -1;
}

function inRanges(numbers: readonly (number | null)[]): (value: string | number) => number {
  const present = numbers.filter((value) => value !== null);
  const range = max(present) - min(present);
  return (value) => Number(value) / (range === 0 ? 1 : range);
}
