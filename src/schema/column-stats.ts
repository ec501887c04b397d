import { cellKind, timeOf } from "./cell-kind.ts";
import { integerStats } from "./integer-stats.ts";
import { numberStats } from "./number-stats.ts";
import type { Cells } from "./read-frame.ts";
import type { FieldStats, Scalar } from "./schema.ts";

/** A V8 Set throws at 2^24 entries; beyond this the number of distinct values is left out instead of guessed. */
const maxDistinct = 16_000_000;

/** Longer texts are not copied into a schema: min or max is left out instead of shortened. */
const maxText = 256;

/** The exact statistics of one column of a known type; what has no exact answer is absent. */
export const columnStats = (cells: Cells, type: string, nulls: number): FieldStats => {
  const counts = { count: cells.length, nulls };
  if (isNumeric(type)) {
    const measures = holdsBigint(cells) ? integerStats(cells) : numberStats(cells, /^u?int/u.test(type));
    return { ...counts, ...distinctCount(distinctOf(cells, plainNumber)), ...measures };
  }
  if (type === "utf8") {
    const texts = distinctOf(cells, (cell) => (typeof cell === "string" ? cell : undefined));
    return { ...counts, ...distinctCount(texts), ...textRange(texts) };
  }
  if (type === "timestamp[ms,UTC]") {
    const times = distinctOf(cells, (cell) => (cellKind(cell) === "timestamp" ? timeOf(cell) : undefined));
    return { ...counts, ...distinctCount(times), ...timeRange(times) };
  }
  if (type === "bool") {
    return { ...counts, ...distinctCount(distinctOf(cells, (cell) => (typeof cell === "boolean" ? cell : undefined))) };
  }
  return counts;
};

const isNumeric = (type: string): boolean =>
  /^(u?int|float)\d+$/.test(type) || type === "decimal128(38,0)" || type === "opaque:bigint";

const holdsBigint = (cells: Cells): boolean => {
  for (let i = 0; i < cells.length; i++) if (typeof cells[i] === "bigint") return true;
  return false;
};

/** `1` and `1n` are one value of an `int64` column. */
const plainNumber = (cell: unknown): number | bigint | undefined => {
  if (typeof cell === "number") return cell;
  if (typeof cell !== "bigint") return undefined;
  const near = Number(cell);
  return Number.isSafeInteger(near) ? near : cell;
};

/** The distinct keys of the cells, or null when there are too many to hold; cells without a key are skipped. */
const distinctOf = <Key>(cells: Cells, keyOf: (cell: unknown) => Key | undefined): ReadonlySet<Key> | null => {
  const seen = new Set<Key>();
  let last: Key | undefined;
  for (let i = 0; i < cells.length; i++) {
    const key = keyOf(cells[i]);
    if (key === undefined || key === last) continue;
    last = key;
    seen.add(key);
    if (seen.size > maxDistinct) return null;
  }
  return seen;
};

const distinctCount = (keys: ReadonlySet<unknown> | null): { distinct?: number } =>
  keys === null ? {} : { distinct: keys.size };

const textRange = (texts: ReadonlySet<string> | null): { min?: Scalar; max?: Scalar } => {
  let min: string | undefined;
  let max: string | undefined;
  for (const text of texts ?? []) {
    if (min === undefined || isBefore(text, min)) min = text;
    if (max === undefined || isBefore(max, text)) max = text;
  }
  return {
    ...(min === undefined || min.length > maxText ? {} : { min }),
    ...(max === undefined || max.length > maxText ? {} : { max }),
  };
};

/** Code point order, as UTF-8 bytes sort too; `<` on strings is code unit order and puts U+1F600 before U+FF21. */
const isBefore = (left: string, right: string): boolean => {
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    if (a === b) continue;
    // A surrogate stands for a code point above U+FFFF, and so after every unit that is none.
    return isSurrogate(a) === isSurrogate(b) ? a < b : isSurrogate(b);
  }
  return left.length < right.length;
};

const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;

const timeRange = (times: ReadonlySet<number> | null): { min?: Scalar; max?: Scalar } => {
  let min = Infinity;
  let max = -Infinity;
  for (const time of times ?? []) {
    if (time < min) min = time;
    if (time > max) max = time;
  }
  return min > max ? {} : { min: new Date(min).toISOString(), max: new Date(max).toISOString() };
};
