import type { Schema } from "./schema.ts";

/** How much a description tells: `structure` is names, types, nullability and rows; `stats` adds exact statistics. */
export type DescribeLevel = "structure" | "stats";

/**
 * Teaches runstate one more kind of data frame.
 *
 * What an adapter throws is passed on: it is a mistake in the adapter, not in the data. Values that mean "missing" in
 * the frame library (NaN in pandas) are nulls only when the adapter says so.
 *
 * @example
 * ```ts
 * class Table {
 *   readonly columns = { age: [41, 35] };
 * }
 * const tables: FrameAdapter<Table> = {
 *   id: "tables",
 *   detect: (value) => value instanceof Table,
 *   describe: (table, { level }) => describeSchema(table.columns, { level })!,
 * };
 * describeSchema(new Table(), { adapters: [tables] })?.rows; // => 2
 * ```
 */
export interface FrameAdapter<Frame = unknown> {
  /** Names the adapter in messages: `arrow`. */
  readonly id: string;
  /** Asked about every result of every module, so it must answer in well under a microsecond for a foreign value. */
  detect(value: unknown): value is Frame;
  describe(frame: Frame, options: { readonly level: DescribeLevel }): Schema;
  /** The columns in order, as arrays of cells; needed only for content fingerprints. */
  columns?(frame: Frame): Iterable<readonly [name: string, cells: ArrayLike<unknown>]>;
}
