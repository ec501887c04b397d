import * as fc from "fast-check";

import { decodeSchema } from "../../schema/decode-schema.ts";
import type { Field, Json, Schema } from "../../schema/schema.ts";
import { checkOptions } from "../../workflow/check-options.ts";
import { distinctly, field, fieldName, rowField } from "./field.ts";

/** What random schemas are made of. */
export interface SchemaOptions {
  /** Only what a frame of rows can have: distinct names, and types `frame` has values for. Default false. */
  readonly ofRows?: boolean;
  /** The most fields of the frame; inside a field there are at most three. Default 6. */
  readonly maxFields?: number;
}

const schemaOf = (fields: fc.Arbitrary<readonly Field[]>): fc.Arbitrary<Schema> =>
  fc.record(
    {
      fields,
      rows: fc.nat(9),
      meta: fc.dictionary(fieldName, fc.jsonValue({ maxDepth: 1 }) as fc.Arbitrary<Json>, { maxKeys: 2 }),
    },
    { requiredKeys: ["fields"] },
  );

/** Any schema, as plain data that nobody decoded yet. */
export const plainSchema: fc.Arbitrary<Schema> = schemaOf(fc.array(field, { maxLength: 6 }));

/**
 * Random schemas, decoded and frozen: nested fields, hostile and repeated names, Unicode, meta, statistics.
 *
 * Statistics are possible ones, and do not agree with `rows`. A schema shrinks to one without fields.
 *
 * @example
 * ```ts
 * import * as fc from "fast-check";
 * fc.assert(fc.property(schema(), schema(), (a, b) => (diffSchemas(a, b) === null) === equalSchemas(a, b)));
 * ```
 */
export const schema = (options: SchemaOptions = {}): fc.Arbitrary<Schema> => {
  checkOptions("schema", options, "ofRows maxFields");
  const { ofRows = false, maxFields = 6 } = options;
  const fields = fc.array(ofRows ? rowField : field, { maxLength: maxFields });
  return schemaOf(ofRows ? fields.map(distinctly) : fields).map(decodeSchema);
};
