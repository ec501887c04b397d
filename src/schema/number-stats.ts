import type { Cells } from "./read-frame.ts";
import { scalarOfNumber } from "./scalar.ts";
import type { FieldStats } from "./schema.ts";

type Measures = Pick<FieldStats, "min" | "max" | "mean" | "std">;

/** A power of two, so that scaling is exact; 2^±600 brings the squares of any finite double back into range. */
const scale = 2 ** 600;

/** Squares below this have begun to lose digits to underflow. */
const tiny = 1e-280;

/** A spread below this part of the values has lost half of its digits to that of their mean. */
const close = 2 ** -26;

/**
 * Least, greatest, mean and sample standard deviation of the numbers among the cells; other cells are skipped.
 *
 * One Welford pass: no catastrophic cancellation. Where the squares overflow (values near 1e308), a second pass scales the
 * values; where they vanish (values near 1e-200) or the values are nearly the same, it scales their distances from the
 * least. Whole numbers have the mean of their sum where that is exact. NaN is a value without order: it makes mean and std NaN and leaves min and max alone.
 */
export const numberStats = (cells: Cells, areWhole = false): Measures => {
  let count = 0;
  let ordered = 0;
  let sum = 0;
  let min = Infinity;
  let max = -Infinity;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < cells.length; i++) {
    const value = cells[i];
    if (typeof value !== "number") continue;
    count++;
    sum += value;
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
  else {
    if (!Number.isFinite(mean) || (count > 1 && !Number.isFinite(std))) [mean, std] = scaledMoments(cells, 1 / scale);
    // Squares that overflowed, -Infinity among them, do not vanish; and what is so close has a finite distance.
    if (min < max && ((squares >= 0 && squares < tiny) || std < close * Math.max(-min, max)))
      std = scaledMoments(cells, scaleFor(max - min), min)[1];
  }
  if (areWhole && Math.max(-min, max) * count <= Number.MAX_SAFE_INTEGER) mean = sum / count;
  return {
    ...(ordered === 0 ? {} : { min: scalarOfNumber(min), max: scalarOfNumber(max) }),
    mean: scalarOfNumber(mean),
    ...(count < 2 ? {} : { std: scalarOfNumber(std) }),
  };
};

/** What brings the squares of distances up to `spread` into range. */
const scaleFor = (spread: number): number => (spread < 2 ** -400 ? scale : spread > 2 ** 400 ? 1 / scale : 1);

/** Of the values less `from`, which takes from none of them what others have: zero, or one of a few close together. */
const scaledMoments = (cells: Cells, factor: number, from = 0): [mean: number, std: number] => {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    if (typeof cell !== "number") continue;
    count++;
    const value = (cell - from) * factor;
    const delta = value - mean;
    mean += delta / count;
    squares += delta * (value - mean);
  }
  return [mean / factor, Math.sqrt(squares / (count - 1)) / factor];
};
