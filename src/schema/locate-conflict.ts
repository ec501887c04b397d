import type { AttributeEdit } from "./attribute-edit.ts";
import { equalJson } from "./canonical-json.ts";
import { fingerprintSchema } from "./fingerprint-schema.ts";
import type { Field, Schema } from "./schema.ts";
import type { FieldsPatch, SchemaPatch } from "./schema-patch.ts";

/** Where a schema is not what a patch expects; `undefined` stands for an attribute or field that is absent. */
export interface Conflict {
  readonly path: string;
  readonly expected: unknown;
  readonly found: unknown;
}

/** The first place where a schema differs from the one a patch was made from, or `$` with the two fingerprints. */
export const locateConflict = (patch: SchemaPatch, schema: Schema | null): Conflict => {
  const inside =
    patch.kind === "alter" && schema !== null
      ? (editConflict(patch.edits, schema, "$") ??
        (patch.fields && fieldsConflict(patch.fields, schema.fields, "$.fields")))
      : undefined;
  return inside ?? { path: "$", expected: patch.from, found: schema && fingerprintSchema(schema) };
};

const fieldsConflict = (patch: FieldsPatch, fields: readonly Field[], path: string): Conflict | undefined => {
  for (const { at, field } of patch.removed) {
    if (!equalJson(fields[at], field)) return { path: `${path}[${at}]`, expected: field, found: fields[at] };
  }
  const gone = new Set(patch.removed.map(({ at }) => at));
  const kept = [...fields.keys()].filter((i) => !gone.has(i));
  for (const { kept: k, edits, children } of patch.changed) {
    const at = kept[k];
    const field = at === undefined ? undefined : fields[at];
    if (field === undefined) return { path, expected: `${k + 1} kept fields`, found: kept.length };
    const conflict =
      editConflict(edits, field, `${path}[${at}]`) ??
      (children && fieldsConflict(children, field.children ?? [], `${path}[${at}].children`));
    if (conflict !== undefined) return conflict;
  }
  return undefined;
};

const editConflict = (edits: readonly AttributeEdit[], target: Field | Schema, path: string): Conflict | undefined => {
  const attributes = new Map<string, unknown>(Object.entries(target));
  for (const { attribute, before } of edits) {
    const found = attributes.get(attribute);
    if (!equalJson(found as AttributeEdit["before"], before))
      return { path: `${path}.${attribute}`, expected: before, found };
  }
  return undefined;
};
