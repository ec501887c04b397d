import * as fc from "fast-check";

import type { Field, FieldStats, Json } from "../../schema/schema.ts";

/** Few names, so that most pairs of schemas share some; with the ones that break plain objects. */
export const fieldName = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom("a", "b", "c", "d", "e", "__proto__", "constructor", "", "10", "台南") },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 5 }) },
);

/** Canonical types of fields without children, of which JavaScript has values. */
const valueTypes = [
  "bool",
  "int8",
  "int32",
  "int64",
  "uint8",
  "float32",
  "float64",
  "utf8",
  "binary",
  "null",
  "date32",
  "timestamp[ms,UTC]",
  "timestamp[us]",
  "decimal128(10,2)",
  "decimal128(38,0)",
  "dictionary<int32,utf8>",
  "union<int64,utf8>",
] as const;

/** Canonical types of fields without children. */
export const scalarType: fc.Arbitrary<string> = fc.constantFrom(...valueTypes, "opaque:Foo");

/** Meta as a user may write it, hostile keys included; parsed, because a literal cannot own `__proto__`. */
const meta: fc.Arbitrary<{ readonly [key: string]: Json }> = fc.constantFrom(
  ...["{}", '{"a":1,"b":2}', '{"b":2,"a":1}', '{"__proto__":{"a":null}}', '{"constructor":[],"":[{"x":-0.5}]}'].map(
    (text) => JSON.parse(text) as { readonly [key: string]: Json },
  ),
);

const scalar = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom("NaN", "-Infinity", "int64:9007199254740993", "x", true),
);

/** Statistics that a frame could have. */
const fieldStats: fc.Arbitrary<FieldStats> = fc
  .record(
    { present: fc.nat(9), nulls: fc.nat(9), distinct: fc.nat(9), min: scalar, max: scalar, mean: scalar, std: scalar },
    { requiredKeys: ["present", "nulls"] },
  )
  .map((drawn) => consistentStats(drawn));

const consistentStats = ({
  present,
  nulls,
  distinct,
  ...measures
}: Omit<FieldStats, "count"> & { readonly present: number }): FieldStats => ({
  count: present + nulls,
  nulls,
  ...(distinct === undefined ? {} : { distinct: Math.min(distinct, present) }),
  ...measures,
});

const attributes = {
  name: fieldName,
  nullable: fc.boolean(),
  logical: fc.constantFrom("email", "categorical", "primary_key"),
  meta,
  stats: fieldStats,
};
const requiredKeys = ["name", "type", "nullable"] as const;

/** The fields of one level without those whose name came before. */
export const distinctly = (fields: readonly Field[]): readonly Field[] =>
  fields.filter(({ name }, at) => fields.findIndex((other) => other.name === name) === at);

/** The same field as one of a frame of rows. */
const ofRows = ({ children, ...own }: Field): Field => ({
  ...own,
  nullable: own.nullable || own.type === "null",
  ...(children === undefined ? {} : { children: distinctly(children).map(ofRows) }),
});

const fieldOf = (type: fc.Arbitrary<string>, structs: readonly string[], minLength: number): fc.Arbitrary<Field> =>
  fc.letrec<{ field: Field; scalar: Field; struct: Field; list: Field }>((tie) => ({
    field: fc.oneof({ maxDepth: 3, depthIdentifier: "field" }, tie("scalar"), tie("struct"), tie("list")),
    scalar: fc.record({ ...attributes, type }, { requiredKeys: [...requiredKeys] }),
    struct: nested(structs, fc.array(tie("field"), { minLength, maxLength: 3 }), minLength > 0),
    list: nested(["list", "large_list"], fc.tuple(tie("field")), minLength > 0),
  })).field;

const nested = (types: readonly string[], children: fc.Arbitrary<Field[]>, always: boolean): fc.Arbitrary<Field> =>
  fc.record(
    { ...attributes, type: fc.constantFrom(...types), children },
    { requiredKeys: always ? [...requiredKeys, "children"] : [...requiredKeys] },
  );

/** Fields of every form, up to three levels deep, with repeated names inside one level. */
export const field: fc.Arbitrary<Field> = fieldOf(scalarType, ["struct", "map"], 0);

/** Fields a frame of rows can have: of types JavaScript has values for, and with distinct names inside one level. */
export const rowField: fc.Arbitrary<Field> = fieldOf(fc.constantFrom(...valueTypes), ["struct"], 1).map((any) =>
  ofRows(any),
);
