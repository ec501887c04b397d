import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnFingerprints, contentFingerprint } from "../../src/schema/content-fingerprint.ts";
import { columnsOfRows, rows } from "./frame-arbitrary.ts";

const contentOf = (...cells: readonly unknown[]): string | null => contentFingerprint({ x: cells });

/** Small domain, so that equal columns are common; every pair of neighbours was once a collision somewhere. */
const values: readonly unknown[] = [
  null,
  undefined,
  new Date(Number.NaN),
  0,
  -0,
  1,
  1n,
  NaN,
  2 ** 60,
  2n ** 60n,
  2n ** 60n + 1n,
  10n ** 30n,
  1e30,
  "1",
  "",
  "null",
  "\ud800",
  "\ufffd",
  "n1",
  "s",
  true,
  false,
  new Date(0),
  new Date(1),
  [],
  [1],
  [1, null],
  [undefined],
  ["1"],
  [[1]],
  {},
  { a: 1 },
  { a: null },
  { a: "1" },
  new Uint8Array([1]),
  new Uint8Array([11]),
  new Uint8Array([1, 1]),
  ["1:n"],
  ["1", ":n"],
];
const cell = fc.constantFrom(...values);

/** What a cell means, told in another way than the code under test does. */
const meaning = (value: unknown): unknown => {
  if (value === null || value === undefined || (value instanceof Date && Number.isNaN(value.getTime()))) return null;
  if (typeof value === "bigint") return { number: String(value) };
  if (typeof value === "number") return { number: Number.isInteger(value) ? String(BigInt(value)) : String(value) };
  if (value instanceof Date) return { date: value.getTime() };
  if (value instanceof Uint8Array) return { bytes: [...value] };
  if (Array.isArray(value)) return { list: value.map(meaning) };
  if (typeof value === "object")
    return { struct: Object.entries(value).map(([name, member]) => [name, meaning(member)]) };
  return value;
};

describe("content fingerprints", () => {
  test("are equal exactly when the columns hold the same values", () => {
    const cells = fc.array(cell, { maxLength: 3 });
    fc.assert(
      fc.property(cells, cells, (left, right) => {
        const same = JSON.stringify(left.map(meaning)) === JSON.stringify(right.map(meaning));
        expect(contentOf(...left) === contentOf(...right)).toBe(same);
      }),
      { numRuns: 10_000 },
    );
  });

  test("are the same for rows and for the columns of the same rows", () => {
    fc.assert(
      fc.property(rows, (data) => {
        const columns = columnsOfRows(data);
        fc.pre(columns.size > 0);
        expect(contentFingerprint(columns)).toBe(contentFingerprint(data));
      }),
      { numRuns: 2000 },
    );
  });

  test("do not depend on the array that holds the values", () => {
    const plain = contentOf(1, 2, 3);
    for (const x of [Int8Array.of(1, 2, 3), Float64Array.of(1, 2, 3), BigInt64Array.of(1n, 2n, 3n), [1, 2n, 3]]) {
      expect(contentFingerprint({ x })).toBe(plain);
    }
  });

  test("tell names, the order of columns and the order of rows apart", () => {
    const all = [
      contentFingerprint({ a: [1], b: [2] }),
      contentFingerprint({ b: [2], a: [1] }),
      contentFingerprint({ a: [1], c: [2] }),
      contentFingerprint({ a: [1, 2] }),
      contentFingerprint({ a: [2, 1] }),
      contentFingerprint([]),
      contentFingerprint([{}]),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test("are null where sameness cannot be known", () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    for (const opaque of [
      () => 1,
      Symbol("x"),
      new Map(),
      cycle,
      Object.defineProperty({}, "x", { enumerable: true, get: () => cycle }),
    ]) {
      expect(contentOf(1, opaque)).toBeNull();
    }
    expect(contentFingerprint(5)).toBeNull();
    expect(columnFingerprints({ a: [1], b: [new Map()] })).toStrictEqual([expect.any(String), null]);
  });

  test("written by one version are read by the next: the canonical form is frozen", () => {
    const data = {
      n: [1, -0.5, NaN, null],
      s: ["a", "台南", "\ud800", null],
      m: [1n, { a: [true] }, new Date(5), 2n ** 60n + 1n],
    };
    expect(contentFingerprint(data)).toBe("e6c79e1282aeb2d8bad438963386519e45d8084b7bf16e256eeebb5df32f8d9a");
  });
});
