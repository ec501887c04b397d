import { cellKind, isPlainObject, timeOf } from "../schema/cell-kind.ts";
import { readFrame } from "../schema/read-frame.ts";
import { scalarOfNumber } from "../schema/scalar.ts";
import type { Tracked } from "../workflow/module.ts";

/** One value of a flat result, as JSON holds it: dates as ISO 8601, bigints beyond 2^53 and NaN as text. */
export type Cell = number | string | boolean | null;

/**
 * A result that is one line of a table: a plain object of scalars, or a frame of them with one row. Undefined for any
 * other; never throws, whatever the result does when it is read.
 *
 * @example
 * flatResult({ data: { auc: 0.91, model: "svm" }, schema: null }) // Map { "auc" => 0.91, "model" => "svm" }
 */
export const flatResult = ({ data, schema }: Tracked<unknown>): ReadonlyMap<string, Cell> | undefined => {
  try {
    // The schema tells at once that a frame is large; reading one to count its rows would take its length.
    return schema === null ? flatRecord(data) : schema.rows === 1 ? onlyRow(data) : undefined;
  } catch {
    return undefined;
  }
};

const flatRecord = (data: unknown): ReadonlyMap<string, Cell> | undefined =>
  isPlainObject(data) ? cellsOf(Object.keys(data).map((name) => [name, () => data[name]])) : undefined;

const onlyRow = (data: unknown): ReadonlyMap<string, Cell> | undefined => {
  const frame = readFrame(data);
  // A schema that the module declared may be of something inside its data.
  if (frame?.rows !== 1) return flatRecord(data);
  return cellsOf(frame.columns.map(({ name, read }) => [name, () => read()[0]]));
};

const cellsOf = (columns: readonly (readonly [string, () => unknown])[]): ReadonlyMap<string, Cell> | undefined => {
  const cells = new Map<string, Cell>();
  for (const [name, read] of columns) {
    const cell = cellOf(read());
    if (cell === undefined) return undefined;
    cells.set(name, cell);
  }
  return cells.size === 0 ? undefined : cells;
};

/** Undefined for what is no scalar. */
const cellOf = (value: unknown): Cell | undefined => {
  switch (cellKind(value)) {
    case "null":
      return null;
    case "int":
    case "float":
      return scalarOfNumber(Number(value));
    case "int64":
    case "decimal":
    case "bigint":
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    case "bool":
      return value === true;
    case "utf8":
      return String(value);
    case "timestamp":
      return new Date(timeOf(value) ?? Number.NaN).toISOString();
    default:
      return undefined;
  }
};
