import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { decodeSchema, type Field, type Schema } from "../../../src/index.ts";
import { schema } from "../../../src/testing/index.ts";
import { pinSeed } from "../pin-seed.ts";

pinSeed();

const allFields = (fields: readonly Field[]): readonly Field[] =>
  fields.flatMap((field) => [field, ...allFields(field.children ?? [])]);
const repeatsIn = (fields: readonly Field[]): boolean =>
  new Set(fields.map(({ name }) => name)).size < fields.length ||
  fields.some(({ type, children = [] }) => !type.endsWith("list") && repeatsIn(children));

describe("a random schema", () => {
  const schemas = fc.sample(schema(), 1000);

  test("is decoded and frozen", () => {
    for (const each of schemas) {
      expect(decodeSchema(each)).toBe(each);
      expect(Object.isFrozen(each.fields)).toBe(true);
    }
  });

  test("has every form a schema can have", () => {
    const fields = schemas.flatMap((each) => allFields(each.fields));
    const some = (form: (field: Field) => boolean): boolean => fields.some(form);
    expect(some(({ name }) => name === "__proto__")).toBe(true);
    expect(some(({ children = [] }) => children.some((child) => child.children !== undefined))).toBe(true);
    expect(some(({ stats, meta, logical }) => stats !== undefined && meta !== undefined && logical !== undefined)).toBe(
      true,
    );
    expect(schemas.some((each) => repeatsIn(each.fields))).toBe(true);
    expect(schemas.some((each: Schema) => each.rows === undefined && each.meta !== undefined)).toBe(true);
  });

  test("has as many fields as it may", () => {
    const counts = fc.sample(schema({ maxFields: 2 }), 200).map(({ fields }) => fields.length);
    expect(new Set(counts)).toEqual(new Set([0, 1, 2]));
  });

  test("of rows has distinct names in every level, and no field of nulls that may not be null", () => {
    for (const each of fc.sample(schema({ ofRows: true }), 1000)) {
      expect(repeatsIn(each.fields)).toBe(false);
      expect(allFields(each.fields).every(({ type, nullable }) => type !== "null" || nullable)).toBe(true);
    }
  });
});
