import { elementType, isPlainObject, unreadable } from "./cell-kind.ts";

/** The cells of one column; safe to read by index. */
export type Cells = ArrayLike<unknown>;

/** A column whose cells are read only when asked for, so that one column of a row array is in memory at a time. */
export interface FrameColumn {
  readonly name: string;
  readonly read: () => Cells;
}

/** A data frame of a kind the core knows, seen as columns. */
export interface Frame {
  readonly rows: number;
  readonly columns: readonly FrameColumn[];
}

/**
 * Sees a value as a frame, or gives null when it is not one; never throws, and never consumes an iterator.
 *
 * A frame is an array of plain objects; a finite collection of them that can be walked twice (it has a `size` or
 * `length` and `[Symbol.iterator]()` is not itself, as with Set); a plain object or a Map of text whose values, at
 * least one, are all arrays or typed arrays of one length. Costs well under 1 µs for other values: the first element
 * or property that does not fit ends the search.
 */
export const readFrame = (data: unknown): Frame | null => {
  if (typeof data !== "object" || data === null) return null;
  try {
    if (Array.isArray(data)) return frameOfArray(data);
    if (data instanceof Map) return frameOfColumns(data);
    if (Symbol.iterator in data) return frameOfCollection(data);
    return isPlainObject(data) ? frameOfRecord(data) : null;
  } catch {
    // A revoked proxy or a throwing trap: such a value is not a frame.
    return null;
  }
};

/** Reads the rows of a struct level as columns: the union of their keys in first-seen order, a missing key being null. */
export const frameOfRows = (rows: readonly object[]): Frame => ({
  rows: rows.length,
  columns: keysOf(rows).map((name) => ({ name, read: () => readMember(rows, name) })),
});

/** A plain copy that can be read without surprises: cells whose reading throws become `unreadable`. */
export const copyOf = <Item>(source: readonly Item[]): (Item | typeof unreadable)[] => {
  const copy: (Item | typeof unreadable)[] = [];
  for (let i = 0; i < source.length; i++) {
    try {
      copy.push(source[i] as Item);
    } catch {
      copy.push(unreadable);
    }
  }
  return copy;
};

const frameOfArray = (data: readonly unknown[]): Frame | null => {
  const rows: object[] = [];
  for (let i = 0; i < data.length; i++) {
    const row = data[i];
    if (!isPlainObject(row)) return null;
    rows.push(row);
  }
  return frameOfRows(rows);
};

const frameOfCollection = (data: object & { [Symbol.iterator]?: unknown }): Frame | null => {
  const size: unknown = "size" in data ? data.size : "length" in data ? data.length : undefined;
  if (!Number.isSafeInteger(size) || typeof data[Symbol.iterator] !== "function" || "next" in data) return null;
  const rows: object[] = [];
  for (const row of data as Iterable<unknown>) {
    if (!isPlainObject(row) || rows.length === size) return null;
    rows.push(row);
  }
  return frameOfRows(rows);
};

const frameOfRecord = (data: { readonly [key: string]: unknown }): Frame | null => {
  // A first look without listing the keys: most results that reach this line are plain records, not frames.
  for (const name in data) {
    if (!isCells(data[name])) return null;
    break;
  }
  return frameOfColumns(new Map(Object.entries(data)));
};

const frameOfColumns = (data: ReadonlyMap<unknown, unknown>): Frame | null => {
  const columns: FrameColumn[] = [];
  let rows: number | undefined;
  // The genuine entries: a subclass of Map may iterate over anything, without end.
  for (const [name, cells] of Map.prototype.entries.call(data)) {
    if (typeof name !== "string" || !isCells(cells) || (rows !== undefined && cells.length !== rows)) return null;
    rows = cells.length;
    columns.push({ name, read: () => (Array.isArray(cells) ? copyOf(cells) : cells) });
  }
  return rows === undefined ? null : { rows, columns };
};

/** V8 holds no dense array beyond this; a longer one is holes, and copying it would exhaust the memory. */
const maxArrayLength = 2 ** 27;

const isCells = (value: unknown): value is Cells =>
  Array.isArray(value)
    ? value.length <= maxArrayLength
    : typeof value === "object" && value !== null && elementType(value) !== undefined;

const keysOf = (rows: readonly object[]): string[] => {
  const names: string[] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    const keys = ownKeys(row);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string;
      // Rows of one shape repeat their keys in place: comparing is several times cheaper than looking up.
      if (key === names[i] || seen.has(key)) continue;
      seen.add(key);
      names.push(key);
    }
  }
  return names;
};

const ownKeys = (row: object): readonly string[] => {
  try {
    return Object.keys(row);
  } catch {
    return [];
  }
};

const readMember = (rows: readonly object[], name: string): Cells => {
  // `constructor` or `__proto__` missing in one row must read as missing, not as what every object inherits.
  const inherited = name in Object.prototype;
  const cells: unknown[] = [];
  for (const row of rows as readonly { readonly [key: string]: unknown }[]) {
    try {
      cells.push(!inherited || Object.hasOwn(row, name) ? row[name] : undefined);
    } catch {
      cells.push(unreadable);
    }
  }
  return cells;
};
