import type { Cells } from "./read-frame.ts";
import { scalarOfBigint, scalarOfNumber } from "./scalar.ts";
import type { FieldStats } from "./schema.ts";

/**
 * Least, greatest, mean and sample standard deviation of integers given as bigints, or as bigints and numbers mixed.
 *
 * Min and max are exact at any size. The mean is that of the sum where a double holds that; else it and std are computed on
 * the exact distances from the first value, so that identifiers around 2^60 do not lose their spread to rounding.
 */
export const integerStats = (cells: Cells): Pick<FieldStats, "min" | "max" | "mean" | "std"> => {
  let first: bigint | undefined;
  let min = 0n;
  let max = 0n;
  let sum = 0n;
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (typeof cell !== "bigint" && typeof cell !== "number") continue;
    const value = BigInt(cell);
    if (first === undefined) first = min = max = value;
    if (value < min) min = value;
    if (value > max) max = value;
    count++;
    sum += value;
    const distance = Number(value - first);
    const delta = distance - mean;
    mean += delta / count;
    squares += delta * (distance - mean);
  }
  if (first === undefined) return {};
  return {
    min: scalarOfBigint(min),
    max: scalarOfBigint(max),
    mean: scalarOfNumber(Number.isSafeInteger(Number(sum)) ? Number(sum) / count : Number(first) + mean),
    ...(count < 2 ? {} : { std: scalarOfNumber(Math.sqrt(squares / (count - 1))) }),
  };
};
