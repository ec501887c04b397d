/**
 * What a change of type does to the values: `widen` keeps every value, `narrow` is the way back of a widening, `cast`
 * is everything else.
 */
export type TypeGrade = "widen" | "narrow" | "cast";

/**
 * Each type with the types that hold all its values. The union of the Iceberg v3 promotions and the Delta 4.0 widening
 * table, closed under unsigned integers and `float16`, which neither format has. `int64` → `float64` is not in it: it
 * rounds beyond 2^53.
 */
const widerTypes = new Map<string, readonly string[]>([
  ["int8", ["int16", "int32", "int64", "float64"]],
  ["int16", ["int32", "int64", "float64"]],
  ["int32", ["int64", "float64"]],
  ["uint8", ["uint16", "uint32", "uint64", "int16", "int32", "int64", "float64"]],
  ["uint16", ["uint32", "uint64", "int32", "int64", "float64"]],
  ["uint32", ["uint64", "int64", "float64"]],
  ["float16", ["float32", "float64"]],
  ["float32", ["float64"]],
  ["date32", ["timestamp[s]", "timestamp[ms]", "timestamp[us]", "timestamp[ns]"]],
]);

/** Whole digits a decimal needs to hold every value of an integer type: 10 up to `int32`, 20 for 64 bits (Delta 4.0). */
const integerDigits = new Map([
  ...["int8", "int16", "int32", "uint8", "uint16", "uint32"].map((type) => [type, 10] as const),
  ...["int64", "uint64"].map((type) => [type, 20] as const),
]);

/** Grades the change from one canonical type to another; a type that is the same on both sides has no grade. */
export const gradeTypeChange = (before: string, after: string): TypeGrade | undefined => {
  if (before === after) return undefined;
  if (isWider(before, after)) return "widen";
  return isWider(after, before) ? "narrow" : "cast";
};

const isWider = (narrow: string, wide: string): boolean => {
  // A column that held only nulls fits any type (Iceberg v3: unknown → any).
  if (narrow === "null" || widerTypes.get(narrow)?.includes(wide) === true) return true;
  const target = decimalOf(wide);
  if (target === undefined) return false;
  const source = decimalOf(narrow) ?? { whole: integerDigits.get(narrow) ?? Infinity, scale: 0 };
  return source.whole <= target.whole && source.scale <= target.scale;
};

const decimalOf = (type: string): { whole: number; scale: number } | undefined => {
  const [, precision, scale] = /^decimal\d+\((\d+),(-?\d+)\)$/.exec(type) ?? [];
  return scale === undefined ? undefined : { whole: Number(precision) - Number(scale), scale: Number(scale) };
};
