import type { Scalar } from "./schema.ts";

const minInt64 = -(2n ** 63n);
const maxInt64 = 2n ** 63n - 1n;

/** True when a bigint is a value of `int64`. */
export const fitsInt64 = (value: bigint): boolean => value >= minInt64 && value <= maxInt64;

/**
 * The JSON-safe form of a number: itself when finite, else `"NaN"`, `"Infinity"` or `"-Infinity"`.
 * Negative zero becomes zero, because JSON does not keep its sign and a schema must survive JSON unchanged.
 */
export const scalarOfNumber = (value: number): Scalar => {
  if (!Number.isFinite(value)) return String(value);
  return value === 0 ? 0 : value;
};

/** The JSON-safe form of a bigint: a number while that is exact, else `"int64:…"`, else `"bigint:…"`. */
export const scalarOfBigint = (value: bigint): Scalar => {
  const near = Number(value);
  if (Number.isSafeInteger(near)) return near;
  return `${fitsInt64(value) ? "int64" : "bigint"}:${value}`;
};
