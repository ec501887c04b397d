import type { Cells } from "./read-frame.ts";
import { scalarOfNumber } from "./scalar.ts";
import type { FieldStats } from "./schema.ts";

type Measures = Pick<FieldStats, "min" | "max" | "mean" | "std">;

/** A power of two, so that scaling is exact; 2^±600 brings the squares of any finite double back into range. */
const scale = 2 ** 600;

/** Squares below this have begun to lose digits to underflow. */
const tiny = 1e-280;

/**
 * Least, greatest, mean and sample standard deviation of the numbers among the cells; other cells are skipped.
 *
 * One Welford pass: no catastrophic cancellation. Where the squares overflow or vanish (values near 1e308 or 1e-200),
 * a second pass scales them. NaN is a value without order: it makes mean and std NaN and leaves min and max alone.
 */
export const numberStats = (cells: Cells): Measures => {
  let count = 0;
  let ordered = 0;
  let min = Infinity;
  let max = -Infinity;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < cells.length; i++) {
    const value = cells[i];
    if (typeof value !== "number") continue;
    count++;
    const delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
    if (value < min) min = value;
    if (value > max) max = value;
    if (value === value) ordered++;
  }
  if (count === 0) return {};
  let std = Math.sqrt(squares / (count - 1));
  if (ordered < count) [mean, std] = [NaN, NaN];
  else if (!Number.isFinite(min) || !Number.isFinite(max)) [mean, std] = [min + max, NaN];
  else if (!Number.isFinite(mean) || (count > 1 && !Number.isFinite(std)))
    [mean, std] = scaledMoments(cells, 1 / scale);
  else if (squares < tiny && min < max) std = scaledMoments(cells, scale)[1];
  return {
    ...(ordered === 0 ? {} : { min: scalarOfNumber(min), max: scalarOfNumber(max) }),
    mean: scalarOfNumber(mean),
    ...(count < 2 ? {} : { std: scalarOfNumber(std) }),
  };
};

const scaledMoments = (cells: Cells, factor: number): [mean: number, std: number] => {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (typeof cell !== "number") continue;
    count++;
    const delta = cell * factor - mean;
    mean += delta / count;
    squares += delta * (cell * factor - mean);
  }
  return [mean / factor, Math.sqrt(squares / (count - 1)) / factor];
};
