import * as fc from "fast-check";

import { decodeSchema } from "../../src/schema/decode-schema.ts";
import type { Field, Schema } from "../../src/schema/schema.ts";
import { field } from "../../src/testing/arbitraries/field.ts";
import { plainSchema, schema } from "../../src/testing/arbitraries/schema.ts";

const any = schema();

/** A schema and another that came from it by small edits, as a module's input and output do. */
export const relatedSchemas: fc.Arbitrary<readonly [Schema, Schema]> = fc.oneof(
  fc.tuple(any, any),
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
