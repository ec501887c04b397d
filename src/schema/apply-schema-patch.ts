import { PatchConflict } from "./patch-conflict.ts";
import type { AttributeEdit } from "./attribute-edit.ts";
import { decodeSchema } from "./decode-schema.ts";
import { fingerprintSchema, type SchemaFingerprint } from "./fingerprint-schema.ts";
import { locateConflict } from "./locate-conflict.ts";
import type { Field, Schema } from "./schema.ts";
import type { FieldsPatch, SchemaPatch } from "./schema-patch.ts";

/**
 * Applies a patch to the schema it was made from; `null` is no schema.
 *
 * For every schema that is not equal to that one the answer is PatchConflict, never a schema that nobody described:
 * the patch names both of its ends by fingerprint, and both are checked.
 *
 * @throws PatchConflict with the first place that differs; at `$` when the difference is outside what the patch touches
 * @example
 * ```ts
 * const [before, after] = [describeSchema([{ age: 41 }]), describeSchema([{ age: 41, city: "Taipei" }])];
 * const patch = diffSchemas(before, after)!.patch;
 * equalSchemas(applySchemaPatch(patch, before), after); // => true
 * ```
 */
export const applySchemaPatch = (patch: SchemaPatch, schema: Schema | null): Schema | null => {
  const base = schema && decodeSchema(schema);
  if (fingerprintOf(base) !== patch.from) throw new PatchConflict(locateConflict(patch, base));
  const result = resultOf(patch, base);
  if (fingerprintOf(result) !== patch.to) {
    // The base was right, so the patch itself was altered on its way here.
    throw new PatchConflict({ path: "$", expected: patch.to, found: fingerprintOf(result) });
  }
  return result;
};

const fingerprintOf = (schema: Schema | null): SchemaFingerprint | null => schema && fingerprintSchema(schema);

const resultOf = (patch: SchemaPatch, base: Schema | null): Schema | null => {
  if (patch.kind === "create") return decodeSchema(patch.schema);
  if (patch.kind === "delete" || base === null) return null;
  const fields = patch.fields === undefined ? base.fields : applyFields(patch.fields, base.fields, "$.fields");
  return decodeSchema(edited({ ...base, fields }, patch.edits));
};

const applyFields = (patch: FieldsPatch, base: readonly Field[], path: string): Field[] => {
  const gone = new Set(patch.removed.map(({ at }) => at));
  const kept = base.filter((_, i) => !gone.has(i));
  for (const { kept: k, edits, children } of patch.changed) {
    const field = kept[k];
    if (field === undefined) throw new PatchConflict({ path, expected: `${k + 1} kept fields`, found: kept.length });
    const inner = children && { children: applyFields(children, field.children ?? [], `${path}[${k}].children`) };
    kept[k] = edited({ ...field, ...inner }, edits);
  }
  const fields = kept.map((field, k) => ({ field, rank: patch.order?.[k] ?? k })).toSorted((a, b) => a.rank - b.rank);
  const result = fields.map(({ field }) => field);
  // Ascending, so that every index is already the final one.
  for (const { at, field } of patch.added.toSorted((a, b) => a.at - b.at)) result.splice(at, 0, field);
  return result;
};

const edited = <Target extends object>(target: Target, edits: readonly AttributeEdit[]): Target => {
  const attributes = new Map<string, unknown>(Object.entries(target));
  for (const { attribute, after } of edits) {
    if (after === undefined) attributes.delete(attribute);
    else attributes.set(attribute, after);
  }
  return Object.fromEntries(attributes) as Target;
};
