import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { decodeSchema, describeSchema, type Field, type Schema } from "../../../src/index.ts";
import { frame, type Row, schema } from "../../../src/testing/index.ts";
import { pinSeed } from "../pin-seed.ts";

pinSeed();

const withRows = schema({ ofRows: true }).chain((of) => fc.tuple(fc.constant(of), frame(of)));

const within = (min: number, max: number) => (cell: unknown) =>
  Number.isInteger(cell) && Number(cell) >= min && Number(cell) <= max;
const digits = (whole: number, scale: number) => (cell: unknown) =>
  scale === 0
    ? typeof cell === "bigint" && String(cell).replace("-", "").length <= whole
    : new RegExp(`^-?\\d{1,${whole - scale}}\\.\\d{${scale}}$`, "u").test(String(cell));

/** What may stand in a column of each type that random schemas of rows have, in plain words. */
const allowed: Readonly<Record<string, (cell: unknown) => boolean>> = {
  bool: (cell) => typeof cell === "boolean",
  int8: within(-128, 127),
  int32: within(-2147483648, 2147483647),
  int64: Number.isSafeInteger,
  uint8: within(0, 255),
  float32: (cell) => Object.is(Math.fround(Number(cell)), cell),
  float64: (cell) => typeof cell === "number",
  utf8: (cell) => typeof cell === "string" && cell.isWellFormed(),
  binary: (cell) => cell instanceof Uint8Array,
  null: () => false,
  date32: (cell) => cell instanceof Date && cell.getTime() % 86_400_000 === 0,
  "timestamp[ms,UTC]": (cell) => cell instanceof Date && !Number.isNaN(cell.getTime()),
  "timestamp[us]": (cell) => cell instanceof Date && !Number.isNaN(cell.getTime()),
  "decimal128(10,2)": digits(10, 2),
  "decimal128(38,0)": digits(38, 0),
  "dictionary<int32,utf8>": (cell) => typeof cell === "string",
  "union<int64,utf8>": (cell) => Number.isSafeInteger(cell) || typeof cell === "string",
};

const fits = (cell: unknown, { type, nullable, children = [] }: Field): boolean => {
  if (cell === null) return nullable;
  if (type.endsWith("list")) return Array.isArray(cell) && cell.every((item) => fits(item, children[0] as Field));
  if (type === "struct") return fitsRow(cell as Row, children);
  return allowed[type]?.(cell) ?? false;
};

const fitsRow = (row: Row, fields: readonly Field[]): boolean =>
  JSON.stringify(Object.keys(row).toSorted()) === JSON.stringify(fields.map(({ name }) => name).toSorted()) &&
  fields.every((field) => fits(row[field.name], field));

/** The rows of schemas of these fields alone. */
const rowsOf = (...fields: readonly Field[]) => frame(decodeSchema({ fields, rows: 6 }));
const cellsOf = (type: string, more: Partial<Field> = {}): readonly unknown[] =>
  fc.sample(rowsOf({ name: "x", type, nullable: false, ...more }), 300).flatMap((rows) => rows.map(({ x }) => x));

describe("a random frame", () => {
  test("has the rows and columns of its schema, each cell of its column's type, null where that may be", () => {
    fc.assert(
      fc.property(withRows, ([of, rows]) => {
        expect(rows.length).toBe(of.rows ?? rows.length);
        expect(rows.every((row) => fitsRow(row, of.fields))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test("is described by its schema, as far as cells show their type", () => {
    const shown: Readonly<Record<string, readonly string[]>> = {
      bool: ["bool"],
      int64: ["int64"],
      float64: ["float64", "int64"],
      utf8: ["utf8"],
      binary: ["binary"],
      "timestamp[ms,UTC]": ["timestamp[ms,UTC]"],
      struct: ["struct"],
      list: ["list"],
    };
    let compared = 0;
    fc.assert(
      fc.property(withRows, ([of, rows]) => {
        const described = describeSchema(rows) as Schema;
        expect(described.fields.length).toBe(rows.length > 0 ? of.fields.length : 0);
        for (const field of of.fields) {
          const now = described.fields.find(({ name }) => name === field.name);
          if (now === undefined || now.type === "null" || shown[field.type] === undefined) continue;
          expect(shown[field.type]).toContain(now.type);
          expect(field.nullable || !now.nullable).toBe(true);
          compared++;
        }
      }),
      { numRuns: 500 },
    );
    expect(compared).toBeGreaterThan(200);
  });

  test("goes to the ends of what a type holds", () => {
    expect(cellsOf("int8")).toEqual(expect.arrayContaining([-128, 127]));
    expect(cellsOf("int64")).toEqual(expect.arrayContaining([Number.MAX_SAFE_INTEGER]));
    expect(cellsOf("float64")).toEqual(expect.arrayContaining([Number.NaN, Infinity]));
    expect(cellsOf("utf8")).toEqual(expect.arrayContaining(["", "台南", "👩‍👩‍👧"]));
    expect(cellsOf("utf8", { nullable: true })).toContain(null);
    expect(cellsOf("float16").every((cell) => Object.is(new Float16Array([Number(cell)])[0], cell))).toBe(true);
    expect(cellsOf("timestamp[s]").every((cell) => (cell as Date).getTime() % 1000 === 0)).toBe(true);
    expect(cellsOf("fixed_size_binary[3]").every((cell) => (cell as Uint8Array).length === 3)).toBe(true);
    expect(cellsOf("time32[s]").every(within(0, 86_399))).toBe(true);
  });

  test("has the cells a column is given, of whatever type", () => {
    const of = decodeSchema({ fields: [{ name: "__proto__", type: "opaque:Mail", nullable: false }], rows: 1 });
    const columns = Object.fromEntries([["__proto__", fc.constant("ada@example.org")]]);
    const [row] = fc.sample(frame(of, { columns }), 1)[0] ?? [];
    expect(Object.entries(row ?? {})).toEqual([["__proto__", "ada@example.org"]]);
  });

  test("shrinks to the fewest rows of the simplest cells that still fail", () => {
    const of = decodeSchema({
      fields: [
        { name: "a", type: "float64", nullable: true },
        { name: "b", type: "utf8", nullable: false },
      ],
    });
    const found = fc.check(fc.property(frame(of), (rows) => !rows.some(({ a }) => a === null)));
    expect(found.counterexample).toEqual([[{ a: null, b: "" }]]);
  });

  test("is refused for two columns of one name, and for values JavaScript has not", () => {
    const field = { name: "x", type: "utf8", nullable: false };
    expect(() => rowsOf(field, field)).toThrow('$.fields[1]: "x" is a second column of this name.');
    for (const type of [
      "map",
      "interval[day_time]",
      "opaque:Foo",
      "union<int64,opaque:Foo>",
      "fixed_size_binary[9999]",
    ])
      expect(() => rowsOf({ ...field, type })).toThrow(`"x" has values of ${type}, which JavaScript has not`);
  });
});
