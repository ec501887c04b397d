import * as fc from "fast-check";
import { fieldName } from "../../src/testing/arbitraries/field.ts";

/** One row of a frame: own enumerable members only, whatever their names. */
export type Row = { readonly [name: string]: unknown };

const date = fc.date({ noInvalidDate: false });
const safeInteger = fc.maxSafeInteger();

/** The cells of columns, by what a column mostly holds. */
export const cellOf: { readonly [kind: string]: fc.Arbitrary<unknown> } = {
  integer: fc.oneof(fc.integer({ min: -9, max: 9 }), safeInteger),
  double: fc.double(),
  bigint: fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n }),
  text: fc.oneof(fc.constantFrom("", "a", "b", "NaN"), fc.string({ unit: "binary", maxLength: 4 })),
  flag: fc.boolean(),
  date,
  bytes: fc.uint8Array({ maxLength: 3 }),
  list: fc.array(fc.oneof(fc.integer(), fc.constant(null)), { maxLength: 3 }),
  struct: fc.dictionary(fieldName, fc.oneof(fc.integer(), fc.string(), fc.constant(null)), { maxKeys: 3 }),
  anything: fc.anything({ withBigInt: true, withDate: true, withTypedArray: true, withMap: true, maxDepth: 2 }),
};

const column = fc.constantFrom(...Object.keys(cellOf)).chain((kind) => {
  const cell = cellOf[kind] ?? fc.constant(null);
  return fc.array(fc.oneof({ weight: 5, arbitrary: cell }, fc.constantFrom(null, undefined)), {
    minLength: 6,
    maxLength: 6,
  });
});

/** Row arrays of every kind of cell, with members missing here and there. */
export const rows: fc.Arbitrary<readonly Row[]> = fc
  .tuple(
    fc.uniqueArray(fc.tuple(fieldName, column), { maxLength: 5, selector: ([name]) => name }),
    fc.array(fc.nat(30), { minLength: 1, maxLength: 6 }),
  )
  .map(([columns, skips]) =>
    skips.map((skip, i) => rowOf(columns.flatMap(([name, cells], at) => (at === skip ? [] : [[name, cells[i]]])))),
  );

/** A row with the given members; defined and not assigned, so that `__proto__` is a member like any other. */
export const rowOf = (members: readonly (readonly [string, unknown])[]): Row => Object.fromEntries(members);

/** The same data as columns, by the plainest means: union of keys in first-seen order, a missing key being null. */
export const columnsOfRows = (data: readonly Row[]): Map<string, unknown[]> =>
  new Map(
    [...new Set(data.flatMap((row) => Object.keys(row)))].map((name) => [
      name,
      data.map((row) => (Object.hasOwn(row, name) ? row[name] : null)),
    ]),
  );
