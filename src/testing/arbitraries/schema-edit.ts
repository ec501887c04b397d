import * as fc from "fast-check";

import type { ChangeHints } from "../../schema/change-hints.ts";
import { decodeSchema } from "../../schema/decode-schema.ts";
import type { FieldChange } from "../../schema/field-change.ts";
import type { Field, Schema } from "../../schema/schema.ts";
import { field, fieldName } from "./field.ts";
import { levelEdits } from "./level-edits.ts";
import { levelsOf } from "./schema-level.ts";

/** An edit of a schema, and what a comparison must tell of it. */
export interface SchemaEdit {
  /** What is done: `a field is dropped`. */
  readonly what: string;
  readonly after: Schema;
  /** The changes, no more and no fewer, in their order. */
  readonly changes: readonly FieldChange[];
  /** What has to be declared for it. */
  readonly hints: ChangeHints;
}

/** What an edit takes from chance. */
export interface EditDetail {
  readonly field: Field;
  readonly text: string;
  readonly number: number;
}

const detail: fc.Arbitrary<EditDetail> = fc.record({ field, text: fieldName, number: fc.nat(20) });

/**
 * One random edit of a schema, at any depth, with the changes a comparison must report for it.
 *
 * What must be reported is written down with each edit, by the rules of docs/schemas.md; nothing is compared to find it.
 * Fields whose name is another's too are left alone: which of them an edit is of has more than one answer.
 *
 * @throws SchemaError when it is given no schema
 * @example
 * ```ts
 * import * as fc from "fast-check";
 * const before = decodeSchema({ fields: [{ name: "age", type: "int8", nullable: false }] });
 * const edits = fc.sample(schemaEdit(before), 200);
 * const told = edits.filter(({ after, hints }) => diffSchemas(before, after, hints) !== null);
 * told.length; // => 200
 * ```
 */
export const schemaEdit = (schema: Schema): fc.Arbitrary<SchemaEdit> => {
  const before = decodeSchema(schema);
  const edits = [...levelsOf(before).flatMap(levelEdits), ...frameEdits(before)];
  return fc.tuple(fc.constantFrom(...edits), detail).map(([edit, drawn]) => decoded(edit(drawn)));
};

const decoded = (edit: SchemaEdit): SchemaEdit => ({ ...edit, after: decodeSchema(edit.after) });

const frameEdits = (before: Schema): readonly ((drawn: EditDetail) => SchemaEdit)[] => [
  ({ number }) => frameEdit(before, "rows", (before.rows ?? 0) + 1 + number),
  ({ number }) => frameEdit(before, "meta", { edited: [before.meta ?? null, number] }),
];

const frameEdit = <Attribute extends "rows" | "meta">(
  before: Schema,
  attribute: Attribute,
  now: NonNullable<Schema[Attribute]>,
): SchemaEdit => ({
  what: `the frame has other ${attribute}`,
  after: { ...before, [attribute]: now },
  changes: [
    {
      type: "UPDATE",
      target: { kind: "dataset" },
      before: before[attribute] === undefined ? {} : { [attribute]: before[attribute] },
      after: { [attribute]: now },
      aspects: [attribute],
      verdict: "compatible",
    },
  ],
  hints: {},
});
