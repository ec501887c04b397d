import { countAt, decodeUnknown, itemsAt, jsonObjectAt, membersOf } from "./check-json.ts";
import { fieldAt } from "./decode-field.ts";
import { freezeSchema, isFrozenSchema } from "./frozen-schema.ts";
import type { Schema } from "./schema.ts";

/**
 * Checks that a value is a schema and gives a deeply frozen copy of it.
 *
 * Unknown properties are refused, not dropped: a misspelt `nulable` must not pass in silence. Room for what the model
 * has no word for is `meta`. A schema that was decoded or described before is returned as it is, in O(1).
 *
 * @throws SchemaError naming the first refused place
 * @example
 * ```ts
 * const schema = decodeSchema({ fields: [{ name: "age", type: "int64", nullable: false }] });
 * Object.isFrozen(schema.fields[0]); // => true
 * decodeSchema(schema) === schema; // => true
 * ```
 */
export const decodeSchema = (value: unknown): Schema => {
  if (isFrozenSchema(value)) return value;
  return decodeUnknown(() => freezeSchema(schemaAt(value, "$")));
};

const schemaAt = (value: unknown, path: string): Schema => {
  const { fields, rows, meta } = membersOf(value, ["fields", "rows", "meta"], path);
  return {
    fields: itemsAt(fields, `${path}.fields`, (field, at) => fieldAt(field, at)),
    ...(rows === undefined ? {} : { rows: countAt(rows, `${path}.rows`) }),
    ...(meta === undefined ? {} : { meta: jsonObjectAt(meta, `${path}.meta`) }),
  };
};
