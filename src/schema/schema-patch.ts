import type { AttributeEdit } from "./attribute-edit.ts";
import type { SchemaFingerprint } from "./fingerprint-schema.ts";
import type { Field, Schema } from "./schema.ts";

/** A field that only one side has, with its place in that side's list. */
export interface PlacedField {
  readonly at: number;
  readonly field: Field;
}

/** What happened to one field that both sides have. `kept` counts such fields in the order before. */
export interface FieldEdit {
  readonly kept: number;
  readonly edits: readonly AttributeEdit<keyof Field>[];
  readonly children?: FieldsPatch;
}

/** How one list of fields became another: of the schema itself, or of the members of one struct or list. */
export interface FieldsPatch {
  readonly removed: readonly PlacedField[];
  readonly added: readonly PlacedField[];
  /** The kept fields' new order, when it differs: `order[k]` is the new rank among the kept of the field with old rank `k`. */
  readonly order?: readonly number[];
  readonly changed: readonly FieldEdit[];
}

/**
 * The exact, invertible difference of two schemas, as JSON-safe data; `create` and `delete` are from and to no schema.
 *
 * `from` and `to` name the two schemas, so a patch applies to the schema it was made from and to no other.
 */
export type SchemaPatch =
  | {
      readonly version: 1;
      readonly kind: "create";
      readonly from: null;
      readonly to: SchemaFingerprint;
      readonly schema: Schema;
    }
  | {
      readonly version: 1;
      readonly kind: "delete";
      readonly from: SchemaFingerprint;
      readonly to: null;
      readonly schema: Schema;
    }
  | {
      readonly version: 1;
      readonly kind: "alter";
      readonly from: SchemaFingerprint;
      readonly to: SchemaFingerprint;
      readonly edits: readonly AttributeEdit<"rows" | "meta">[];
      readonly fields?: FieldsPatch;
    };
