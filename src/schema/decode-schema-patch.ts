import { attributeEdit, type AttributeEdit, type AttributeValue } from "./attribute-edit.ts";
import { countAt, decodeUnknown, itemsAt, jsonAt, maxDepth, membersOf, refuse } from "./check-json.ts";
import { fieldAt } from "./decode-field.ts";
import { decodeSchema } from "./decode-schema.ts";
import { fingerprintSchema, parseSchemaFingerprint, type SchemaFingerprint } from "./fingerprint-schema.ts";
import type { Field } from "./schema.ts";
import type { FieldEdit, FieldsPatch, PlacedField, SchemaPatch } from "./schema-patch.ts";

/**
 * Checks that a value, such as parsed JSON, is a schema patch of a known version, and gives a copy of it.
 *
 * Only the form is checked here; whether it fits a schema is told by `applySchemaPatch`.
 *
 * @throws SchemaError naming the first refused place
 * @example
 * ```ts
 * const [before, after] = [describeSchema([{ age: 41 }]), describeSchema([{ age: 41.5 }])];
 * const stored = JSON.stringify(diffSchemas(before, after)?.patch);
 * equalSchemas(applySchemaPatch(decodeSchemaPatch(JSON.parse(stored)), before), after); // => true
 * ```
 */
export const decodeSchemaPatch = (value: unknown): SchemaPatch => decodeUnknown(() => patchAt(value));

const patchAt = (value: unknown): SchemaPatch => {
  const names = ["version", "kind", "from", "to", "schema", "edits", "fields"] as const;
  const { version, kind, from, to, schema, edits, fields } = membersOf(value, names, "$");
  if (version !== 1) return refuse("$.version", "is not 1", "Read patches of a later version with a later runstate.");
  if (kind === "create" || kind === "delete") {
    const whole = decodeSchema(schema);
    const fingerprint = fingerprintSchema(whole);
    const ends = kind === "create" ? [null, fingerprint] : [fingerprint, null];
    if (from !== ends[0] || to !== ends[1])
      return refuse("$", "does not name its own schema", "The patch was altered.");
    return kind === "create"
      ? { version, kind, from: null, to: fingerprint, schema: whole }
      : { version, kind, from: fingerprint, to: null, schema: whole };
  }
  if (kind !== "alter") return refuse("$.kind", "is not a kind of patch", "Kinds are create, delete and alter.");
  return {
    version,
    kind,
    from: fingerprintAt(from, "$.from"),
    to: fingerprintAt(to, "$.to"),
    edits: itemsAt(edits, "$.edits", (edit, at) => editAt(edit, at, ["rows", "meta"])),
    ...(fields === undefined ? {} : { fields: fieldsAt(fields, "$.fields", 0) }),
  };
};

const fieldAttributes = ["name", "type", "nullable", "logical", "children", "meta", "stats"] as const;

const fieldsAt = (value: unknown, path: string, depth: number): FieldsPatch => {
  if (depth > maxDepth) return refuse(path, `is nested deeper than ${maxDepth} levels`, "No schema is.");
  const { removed, added, order, changed } = membersOf(value, ["removed", "added", "order", "changed"], path);
  return {
    removed: itemsAt(removed, `${path}.removed`, placedAt),
    added: itemsAt(added, `${path}.added`, placedAt),
    ...(order === undefined ? {} : { order: permutationAt(order, `${path}.order`) }),
    changed: itemsAt(changed, `${path}.changed`, (edit, at) => fieldEditAt(edit, at, depth)),
  };
};

const fieldEditAt = (value: unknown, path: string, depth: number): FieldEdit => {
  const { kept, edits, children } = membersOf(value, ["kept", "edits", "children"], path);
  return {
    kept: countAt(kept, `${path}.kept`),
    edits: itemsAt(edits, `${path}.edits`, (edit, at) => editAt<keyof Field>(edit, at, fieldAttributes)),
    ...(children === undefined ? {} : { children: fieldsAt(children, `${path}.children`, depth + 1) }),
  };
};

const placedAt = (value: unknown, path: string): PlacedField => {
  const { at, field } = membersOf(value, ["at", "field"], path);
  return { at: countAt(at, `${path}.at`), field: fieldAt(field, `${path}.field`) };
};

const editAt = <Attribute extends string>(
  value: unknown,
  path: string,
  attributes: readonly Attribute[],
): AttributeEdit<Attribute> => {
  const { attribute, before, after } = membersOf(value, ["attribute", "before", "after"], path);
  const known = attributes.find((name) => name === attribute);
  if (known === undefined) return refuse(`${path}.attribute`, "is unknown", `Known are ${attributes.join(", ")}.`);
  const valueAt = (side: unknown, at: string): AttributeValue | undefined => {
    if (side === undefined) return undefined;
    return attribute === "children" ? itemsAt(side, at, (child, inner) => fieldAt(child, inner)) : jsonAt(side, at);
  };
  return attributeEdit(known, valueAt(before, `${path}.before`), valueAt(after, `${path}.after`));
};

const permutationAt = (value: unknown, path: string): number[] => {
  const order = itemsAt(value, path, countAt);
  return order.toSorted((left, right) => left - right).every((rank, i) => rank === i)
    ? order
    : refuse(path, "is not a permutation", "Each rank from 0 occurs once.");
};

const fingerprintAt = (value: unknown, path: string): SchemaFingerprint =>
  typeof value === "string"
    ? parseSchemaFingerprint(value, path)
    : refuse(path, "is not a fingerprint", "Give its hex text.");
