import * as fc from "fast-check";
import { decodeSchema } from "../../src/schema/decode-schema.ts";
import type { Field, FieldStats, Json, Schema } from "../../src/schema/schema.ts";

/** Few names, so that most pairs of schemas share some; with the ones that break plain objects. */
export const fieldName = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom("a", "b", "c", "d", "e", "__proto__", "constructor", "", "10", "台南") },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 5 }) },
);

/** Canonical types of fields without children. */
export const scalarType = fc.constantFrom(
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
  "opaque:Foo",
);

/** Meta as a user may write it, hostile keys included; parsed, because a literal cannot own `__proto__`. */
export const meta: fc.Arbitrary<{ readonly [key: string]: Json }> = fc.constantFrom(
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
export const fieldStats: fc.Arbitrary<FieldStats> = fc
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

/** Fields of every form, up to three levels deep, with repeated names inside one level. */
export const field: fc.Arbitrary<Field> = fc.letrec<{ field: Field; scalar: Field; struct: Field; list: Field }>(
  (tie) => ({
    field: fc.oneof({ maxDepth: 3, depthIdentifier: "field" }, tie("scalar"), tie("struct"), tie("list")),
    scalar: fc.record({ ...attributes, type: scalarType }, { requiredKeys: [...requiredKeys] }),
    struct: fc.record(
      { ...attributes, type: fc.constantFrom("struct", "map"), children: fc.array(tie("field"), { maxLength: 3 }) },
      { requiredKeys: [...requiredKeys] },
    ),
    list: fc.record(
      {
        ...attributes,
        type: fc.constantFrom("list", "large_list"),
        children: fc.array(tie("field"), { minLength: 1, maxLength: 1 }),
      },
      { requiredKeys: [...requiredKeys] },
    ),
  }),
).field;

/** Any schema, as plain data that nobody decoded yet. */
export const plainSchema: fc.Arbitrary<Schema> = fc.record(
  {
    fields: fc.array(field, { maxLength: 6 }),
    rows: fc.nat(9),
    meta: fc.dictionary(fieldName, fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<Json>, { maxKeys: 2 }),
  },
  { requiredKeys: ["fields"] },
);

/** Any decoded, frozen schema. */
export const schema: fc.Arbitrary<Schema> = plainSchema.map(decodeSchema);

/** A schema and another that came from it by small edits, as a module's input and output do. */
export const relatedSchemas: fc.Arbitrary<readonly [Schema, Schema]> = fc.oneof(
  fc.tuple(schema, schema),
  fc
    .tuple(plainSchema, fc.array(fc.nat(1_000_000), { maxLength: 4 }), field)
    .map(
      ([base, edits, extra]) =>
        [decodeSchema(base), decodeSchema(edits.reduce((now, seed) => edit(now, seed, extra), base))] as const,
    ),
);

/** One small edit, chosen by the seed: of the list of fields, of the frame, or of one attribute of one field. */
const edit = (base: Schema, seed: number, extra: Field): Schema => {
  const fields = [...base.fields];
  const at = seed % (fields.length + 1);
  const target = fields[at];
  switch (seed % 6) {
    case 0:
      fields.splice(at, 1);
      break;
    case 1:
      fields.splice(at, 0, extra);
      break;
    case 2:
      fields.reverse();
      break;
    case 3:
      fields.unshift(...fields.splice(at, 1));
      break;
    case 4:
      return { ...base, rows: seed };
    default:
      if (target) fields[at] = editField(target, seed, extra);
  }
  return { ...base, fields };
};

const editField = (target: Field, seed: number, extra: Field): Field => {
  const stats = target.stats ?? { count: 9, nulls: 1 };
  const edits: readonly Partial<Field>[] = [
    { nullable: !target.nullable },
    { name: extra.name },
    { logical: "edited" },
    { meta: { edited: true } },
    { stats: { ...stats, count: stats.count + 1 } },
    { stats: { ...stats, nulls: 0 } },
    { stats: { ...stats, distinct: 0 } },
    { stats: { ...stats, min: seed } },
    { stats: { ...stats, max: seed } },
    { stats: { ...stats, mean: seed } },
    { stats: { ...stats, std: seed } },
    target.children
      ? { children: target.children.map((child) => editField(child, seed >> 1, extra)) }
      : { type: "int64" },
  ];
  return { ...target, ...edits[(seed >> 3) % edits.length] };
};
