import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SchemaError } from "../../src/schema/schema-error.ts";
import { canonicalJson } from "../../src/schema/canonical-json.ts";
import { isCanonicalType } from "../../src/schema/canonical-type.ts";
import { decodeSchema } from "../../src/schema/decode-schema.ts";
import { plainSchema } from "../../src/testing/arbitraries/schema.ts";

const a = { name: "a", type: "int64", nullable: false };
const nest = (depth: number): object => (depth === 0 ? a : { ...a, type: "struct", children: [nest(depth - 1)] });

const errorOf = (value: unknown): SchemaError => {
  try {
    decodeSchema(value);
  } catch (error) {
    if (error instanceof SchemaError) return error;
    throw error;
  }
  throw new Error("accepted");
};

const isDeeplyFrozen = (value: unknown): boolean =>
  typeof value !== "object" || value === null || (Object.isFrozen(value) && Object.values(value).every(isDeeplyFrozen));

describe("decoding a schema", () => {
  test("gives an equal, deeply frozen copy, and the same object the second time", () => {
    fc.assert(
      fc.property(plainSchema, (schema) => {
        const decoded = decodeSchema(schema);
        expect(decoded).not.toBe(schema);
        expect(canonicalJson(decoded)).toBe(canonicalJson(JSON.parse(JSON.stringify(schema))));
        expect(isDeeplyFrozen(decoded)).toBe(true);
        expect(decodeSchema(decoded)).toBe(decoded);
      }),
      { numRuns: 2000 },
    );
  });

  test("throws nothing but SchemaError, whatever the value", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.record({ fields: fc.array(fc.anything()), rows: fc.anything() })),
        (value) => {
          try {
            decodeSchema(value);
          } catch (error) {
            return error instanceof SchemaError;
          }
          return true;
        },
      ),
      { numRuns: 3000 },
    );
  });

  test.each<readonly [string, unknown]>([
    ["$", null],
    ["$", []],
    ["$", { fields: [], version: 1 }],
    ["$.fields", {}],
    ["$.rows", { fields: [], rows: -1 }],
    ["$.rows", { fields: [], rows: 0.5 }],
    ["$.meta", { fields: [], meta: [] }],
    ['$.meta["a"][1]', { fields: [], meta: { a: [1, NaN] } }],
    ['$.meta["a"]', { fields: [], meta: { a: new Date(0) } }],
    ["$.fields[0]", { fields: [{ ...a, nulable: true }] }],
    ["$.fields[0].name", { fields: [{ ...a, name: 0 }] }],
    ["$.fields[1].type", { fields: [a, { ...a, type: "integer" }] }],
    ["$.fields[0].nullable", { fields: [{ name: "a", type: "int64" }] }],
    ["$.fields[0].logical", { fields: [{ ...a, logical: 5 }] }],
    ["$.fields[0].children", { fields: [{ ...a, children: [] }] }],
    ["$.fields[0].children", { fields: [{ ...a, type: "list", children: [a, a] }] }],
    ["$.fields[0].children[0].type", { fields: [{ ...a, type: "struct", children: [{ ...a, type: "" }] }] }],
    ["$.fields[0].stats.nulls", { fields: [{ ...a, stats: { count: 1, nulls: 2 } }] }],
    ["$.fields[0].stats.distinct", { fields: [{ ...a, stats: { count: 2, nulls: 1, distinct: 2 } }] }],
    ["$.fields[0].stats.mean", { fields: [{ ...a, stats: { count: 1, nulls: 0, mean: Infinity } }] }],
    ["$.fields[0].stats", { fields: [{ ...a, stats: { count: 1, nulls: 0, median: 1 } }] }],
  ])("refuses at %s", (path, value) => {
    expect(errorOf(value).path).toBe(path);
  });

  test("refuses nesting that would exhaust the stack, and reads everything up to 64 levels", () => {
    expect(() => decodeSchema({ fields: [nest(64)] })).not.toThrow();
    expect(errorOf({ fields: [nest(65)] }).reason).toContain("deeper than 64");
    expect(errorOf({ fields: [nest(5000)] }).reason).toContain("deeper than 64");
  });

  test("says SchemaError when the value cannot even be read", () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(errorOf(proxy).reason).toContain("cannot be read");
  });

  test("keeps a meta member named __proto__", () => {
    const decoded = decodeSchema(JSON.parse('{"fields":[],"meta":{"__proto__":{"a":1}}}'));
    expect(JSON.stringify(decoded.meta)).toBe('{"__proto__":{"a":1}}');
  });
});

describe("canonical types", () => {
  const good =
    "int8 uint64 float16 utf8 date32 time64[us] timestamp[ns] timestamp[us,America/New_York] duration[ms] " +
    "decimal128(10,2) decimal256(38,-2) fixed_size_list[3] dictionary<int32,utf8> union<int64,opaque:Foo> " +
    "dictionary<int8,timestamp[ms,UTC]> union<decimal128(38,0),utf8> opaque:Period[M]";
  const bad =
    "int string Int64 timestamp timestamp[ms timestamp[UTC] list<int64> decimal128(10) dictionary<utf8,int32> " +
    "dictionary<int32> union<int64> union<int64,> opaque: union<union<union<";

  test.each(good.split(" "))("%s is one", (type) => {
    expect(isCanonicalType(type)).toBe(true);
  });

  test.each([...bad.split(" "), "", "int64 ", "opaque:a\nb"])("%j is none", (type) => {
    expect(isCanonicalType(type)).toBe(false);
  });

  test("a name beyond 1024 characters is refused unread", () => {
    expect(isCanonicalType("union<".repeat(100_000))).toBe(false);
  });
});
