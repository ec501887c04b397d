import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SchemaError } from "../../src/schema/schema-error.ts";
import { canonicalJson } from "../../src/schema/canonical-json.ts";
import { decodeSchema } from "../../src/schema/decode-schema.ts";
import {
  equalSchemas,
  fingerprintSchema,
  parseSchemaFingerprint,
  structureFingerprint,
} from "../../src/schema/fingerprint-schema.ts";
import type { Field, Schema } from "../../src/schema/schema.ts";
import { plainSchema } from "../../src/testing/arbitraries/schema.ts";
import { relatedSchemas } from "./related-schemas.ts";

/** The same JSON with the keys of every object in reverse order. */
const reversed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, member]) => [key, reversed(member)]),
  );
};

describe("schema fingerprints", () => {
  test("are equal exactly when the canonical JSON is", () => {
    fc.assert(
      fc.property(relatedSchemas, ([left, right]) => {
        const equal = canonicalJson(left) === canonicalJson(right);
        expect(fingerprintSchema(left) === fingerprintSchema(right)).toBe(equal);
        expect(equalSchemas(left, right)).toBe(equal);
      }),
      { numRuns: 3000 },
    );
  });

  test("do not depend on the order of keys, nor on who decoded the schema", () => {
    fc.assert(
      fc.property(plainSchema, (schema) => {
        const fingerprint = fingerprintSchema(schema);
        expect(fingerprintSchema(reversed(schema) as Schema)).toBe(fingerprint);
        expect(fingerprintSchema(decodeSchema(schema))).toBe(fingerprint);
        expect(parseSchemaFingerprint(fingerprint)).toBe(fingerprint);
      }),
      { numRuns: 1000 },
    );
  });

  test("of a schema that is not frozen are computed anew: it may have changed", () => {
    const fields: Field[] = [];
    const schema = { fields };
    const before = fingerprintSchema(schema);
    fields.push({ name: "a", type: "int64", nullable: false });
    expect(fingerprintSchema(schema)).not.toBe(before);
  });

  test("of the structure see names, types, nullability, order and children, and nothing else", () => {
    const field: Field = {
      name: "a",
      type: "struct",
      nullable: false,
      children: [{ name: "b", type: "int64", nullable: true }],
    };
    const of = (...fields: Field[]): string => structureFingerprint({ fields });
    const other: Field = { name: "b", type: "utf8", nullable: false };
    expect(of({ ...field, logical: "x", meta: { a: 1 }, stats: { count: 1, nulls: 0 } })).toBe(of(field));
    const all = [
      of(field),
      of(other),
      of(field, other),
      of(other, field),
      of({ ...field, nullable: true }),
      of({ ...field, children: [] }),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  test("are read back from text only when they are 64 hex digits", () => {
    for (const text of ["", "abc", "A".repeat(64), "0".repeat(65)]) {
      expect(() => parseSchemaFingerprint(text)).toThrow(SchemaError);
    }
  });

  test("written by one version are read by the next: the canonical form is frozen", () => {
    const schema: Schema = {
      rows: 2,
      meta: { "\ud800": [1e21, 0.1, null], a: true },
      fields: [
        { name: "台南", type: "utf8", nullable: true, stats: { count: 2, nulls: 1, distinct: 1, min: "x", max: "x" } },
      ],
    };
    expect(fingerprintSchema(schema)).toBe("f327a63f4b8f4c7f505e50468187298a7e6f665679c58249dbc8b521dc7d5cca");
    expect(structureFingerprint(schema)).toBe("1cfaa64fba5cfa75c041905026f2cac1cf67c334ffab79b9eb3249c1496a96f1");
  });
});
