import * as fc from "fast-check";

import { SchemaError } from "../../schema/schema-error.ts";
import type { Field, Schema } from "../../schema/schema.ts";
import { checkOptions } from "../../workflow/check-options.ts";
import { cellOf } from "./cell.ts";

/** One row of a frame: its cells by the names of the columns. */
export type Row = Readonly<Record<string, unknown>>;

/** What random frames are made of. */
export interface FrameOptions {
  /** The cells of a column by its name, instead of any its type has: `{ email: fc.emailAddress() }`. */
  readonly columns?: { readonly [name: string]: fc.Arbitrary<unknown> };
  /** The most rows, where the schema does not say how many. Default 8. */
  readonly maxRows?: number;
}

/**
 * Random rows that fit a schema: cells of the type of each column, its extremes and Unicode, and nulls where it is nullable.
 *
 * As many rows as the schema says. Statistics, `logical` and `meta` are not aimed at. 64-bit integers are safe integers,
 * dates `Date`s, whole decimals bigints, other decimals texts.
 *
 * @throws SchemaError when two columns have one name, or a type has no values in JavaScript and `columns` gives none
 * @example
 * ```ts
 * import * as fc from "fast-check";
 * const people = decodeSchema({ fields: [{ name: "age", type: "int8", nullable: true }], rows: 3 });
 * const frames = fc.sample(frame(people), 100);
 * frames.every((rows) => rows.length === 3 && rows.every(({ age }) => age === null || Math.abs(Number(age)) <= 128)); // => true
 * ```
 */
export const frame = (schema: Schema, options: FrameOptions = {}): fc.Arbitrary<readonly Row[]> => {
  checkOptions("frame", options, "columns maxRows");
  const { columns = {}, maxRows = 8 } = options;
  const names = schema.fields.map(({ name }) => name);
  const cells = schema.fields.map((field, at) => {
    const given = Object.hasOwn(columns, field.name) ? columns[field.name] : undefined;
    if (names.indexOf(field.name) !== at) throw refusal(field, at, "is a second column of this name", distinctNames);
    const cell = given ?? cellOf(field);
    if (cell === undefined)
      throw refusal(field, at, `has values of ${field.type}, which JavaScript has not`, giveColumn);
    return cell;
  });
  const lengths =
    schema.rows === undefined ? { maxLength: maxRows } : { minLength: schema.rows, maxLength: schema.rows };
  // From entries, so that a column called `__proto__` is one like any other.
  const row = fc
    .tuple(...cells)
    .map((values): Row => Object.fromEntries(values.map((value, at) => [names[at], value])));
  return fc.array(row, lengths);
};

const distinctNames = "Rows are objects: give each column its own name.";
const giveColumn = "Give its cells: { columns: { name: fc.constant(…) } }.";

const refusal = ({ name }: Field, at: number, reason: string, remedy: string): SchemaError =>
  new SchemaError({ path: `$.fields[${at}]`, reason: `${JSON.stringify(name)} ${reason}`, remedy });
