import { max, mean, median, min, standardDeviation } from "simple-statistics";
import type { Column, NumberTable } from "../table.ts";
import { columnOf, dateFromDays, numbersOf } from "../table.ts";

/** A number (or a date, as days) is shifted and scaled; where it was missing, the fill stands and an indicator says so. */
export interface NumberEncoder {
  readonly kind: "number";
  readonly column: string;
  readonly holds: "integer" | "date";
  readonly offset: number;
  readonly scale: number;
  readonly missing?: { readonly fill: number; readonly indicator: string };
}

/** Mean 0 and standard deviation 1, after the median has filled what was missing. */
export function fitStandard(column: string, cells: Column): NumberEncoder {
  const numbers = numbersOf(cells);
  const observed = numbers.filter((value) => value !== null);
  const fill = Math.round(median(observed));
  const filled = numbers.map((value) => value ?? fill);
  return {
    ...shape(column, cells),
    offset: mean(filled),
    scale: nonZero(standardDeviation(filled)),
    ...(observed.length === numbers.length ? {} : { missing: { fill, indicator: `${column} missing` } }),
  };
}

/** Smallest value 0, largest value 1. For columns without missing cells. */
export function fitMinMax(column: string, cells: Column): NumberEncoder {
  const numbers = numbersOf(cells).filter((value) => value !== null);
  const smallest = min(numbers);
  return { ...shape(column, cells), offset: smallest, scale: nonZero(max(numbers) - smallest) };
}

export const numberNames = ({ column, missing }: NumberEncoder): readonly string[] =>
  missing === undefined ? [column] : [column, missing.indicator];

export function encodeNumber({ column, offset, scale, missing }: NumberEncoder, cells: Column): NumberTable {
  const numbers = numbersOf(cells);
  const scaled = numbers.map((value) => {
    const known = value ?? missing?.fill;
    if (known === undefined) throw new Error(`"${column}" has missing cells, but none when it was fitted.`);
    return (known - offset) / scale;
  });
  if (missing === undefined) return { [column]: scaled };
  return { [column]: scaled, [missing.indicator]: numbers.map((value) => (value === null ? 1 : 0)) };
}

export function decodeNumber({ column, holds, offset, scale, missing }: NumberEncoder, frame: NumberTable): Column {
  const indicator = missing === undefined ? undefined : columnOf(frame, missing.indicator);
  return columnOf(frame, column).map((scaled, row) => {
    if (indicator?.[row] === 1) return null;
    // Rounding a tiny negative number gives -0, which is not the 0 that came in; adding 0 makes it one.
    const value = Math.round(scaled * scale + offset) + 0;
    return holds === "date" ? dateFromDays(value) : value;
  });
}

const shape = (column: string, cells: Column): Pick<NumberEncoder, "kind" | "column" | "holds"> => ({
  kind: "number",
  column,
  holds: cells.some((cell) => cell instanceof Date) ? "date" : "integer",
});

// A constant column has no spread to divide by.
const nonZero = (scale: number): number => (scale === 0 ? 1 : scale);
