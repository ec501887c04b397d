import { attributeEdit, type AttributeEdit } from "./attribute-edit.ts";
import { equalJson } from "./canonical-json.ts";
import { derivations, renamedPairs, type ChangeHints } from "./change-hints.ts";
import { compareFields, type LevelDiff } from "./compare-fields.ts";
import { decodeSchema } from "./decode-schema.ts";
import type { ChangeAspect, DatasetAttributes, FieldChange } from "./field-change.ts";
import { fingerprintSchema } from "./fingerprint-schema.ts";
import { created, deleted, listChanges, placesOf, topLevel } from "./list-changes.ts";
import { matchFields } from "./match-fields.ts";
import type { Field, Schema } from "./schema.ts";
import type { FieldsPatch, SchemaPatch } from "./schema-patch.ts";

/** The difference of two schemas: told as changes, and as a patch that can be applied and undone. */
export interface SchemaDiff {
  readonly changes: readonly FieldChange[];
  readonly patch: SchemaPatch;
}

/**
 * Finds what changed from one schema to another; null exactly when they are equal.
 *
 * `null` for a schema means that there is none: a Loader creates the dataset, and with it reports each field. Fields
 * are matched by name at each level; a rename is seen only when declared (or proven by content), else it is a DELETE
 * and a CREATE. docs/schemas.md has the rules. About 30 µs for 14 columns, 2 ms for 1000.
 *
 * @throws SchemaError when a hint names a column that is not there, or an argument is not a schema
 * @example
 * ```ts
 * const [input, output] = [describeSchema([{ id: 7, birth: 1983 }]), describeSchema([{ id: "7", age: 41 }])];
 * const diff = diffSchemas(input, output, { renamed: { birth: "age" } });
 * diff?.changes.map(({ type, verdict }) => `${type} ${verdict}`); // => ["TRANSFORM breaking", "UPDATE breaking"]
 * ```
 */
export const diffSchemas = (
  before: Schema | null,
  after: Schema | null,
  hints: ChangeHints = {},
): SchemaDiff | null => {
  const old = before && decodeSchema(before);
  const now = after && decodeSchema(after);
  const oldFields = old?.fields ?? [];
  const newFields = now?.fields ?? [];
  const declared = renamedPairs(hints, oldFields, newFields);
  const derived = derivations(hints, oldFields, newFields);
  const from = old && fingerprintSchema(old);
  const to = now && fingerprintSchema(now);
  if (from === to) return null;
  if (old === null || from === null) return now === null || to === null ? null : creation(now, to);
  if (now === null || to === null) return deletion(old, from);
  const level = compareFields(oldFields, newFields, matchFields(oldFields, newFields, declared, hints.content));
  const edits = datasetEdits(old, now);
  return {
    changes: [...datasetChanges(old, now, edits), ...(level ? listChanges(level, oldFields, newFields, derived) : [])],
    patch: {
      version: 1,
      kind: "alter",
      from,
      to,
      edits,
      ...(level ? { fields: patchOf(level, oldFields, newFields) } : {}),
    },
  };
};

const creation = (schema: Schema, to: NonNullable<SchemaPatch["to"]>): SchemaDiff => {
  const places = placesOf(schema.fields, topLevel);
  return {
    changes: [
      { type: "CREATE", target: { kind: "dataset" }, before: null, after: attributesOf(schema), verdict: "additive" },
      ...schema.fields.map((field, i) => created(field, places(i))),
    ],
    patch: { version: 1, kind: "create", from: null, to, schema },
  };
};

const deletion = (schema: Schema, from: NonNullable<SchemaPatch["from"]>): SchemaDiff => {
  const places = placesOf(schema.fields, topLevel);
  return {
    changes: [
      { type: "DELETE", target: { kind: "dataset" }, before: attributesOf(schema), after: null, verdict: "breaking" },
      ...schema.fields.map((field, i) => deleted(field, places(i))),
    ],
    patch: { version: 1, kind: "delete", from, to: null, schema },
  };
};

const attributesOf = ({ rows, meta }: Schema): DatasetAttributes => ({
  ...(rows === undefined ? {} : { rows }),
  ...(meta === undefined ? {} : { meta }),
});

const datasetEdits = (old: Schema, now: Schema): AttributeEdit<"rows" | "meta">[] =>
  (["rows", "meta"] as const)
    .filter((attribute) => !equalJson(old[attribute], now[attribute]))
    .map((attribute) => attributeEdit(attribute, old[attribute], now[attribute]));

const datasetChanges = (old: Schema, now: Schema, edits: readonly AttributeEdit<"rows" | "meta">[]): FieldChange[] => {
  if (edits.length === 0) return [];
  const aspects: ChangeAspect[] = edits.map(({ attribute }) => attribute);
  const only = (schema: Schema): DatasetAttributes => ({
    ...(aspects.includes("rows") && schema.rows !== undefined ? { rows: schema.rows } : {}),
    ...(aspects.includes("meta") && schema.meta !== undefined ? { meta: schema.meta } : {}),
  });
  return [
    {
      type: "UPDATE",
      target: { kind: "dataset" },
      before: only(old),
      after: only(now),
      aspects,
      verdict: "compatible",
    },
  ];
};

const patchOf = (level: LevelDiff, before: readonly Field[], after: readonly Field[]): FieldsPatch => ({
  removed: level.removed.map((at) => ({ at, field: before[at] as Field })),
  added: level.added.map((at) => ({ at, field: after[at] as Field })),
  ...(level.order.some((rank, k) => rank !== k) ? { order: level.order } : {}),
  changed: level.kept.flatMap(({ edits, children, ...pair }, kept) => {
    if (edits.length === 0 && children === null) return [];
    const [old, now] = [before[pair.before]?.children ?? [], after[pair.after]?.children ?? []];
    return [{ kept, edits, ...(children ? { children: patchOf(children, old, now) } : {}) }];
  }),
});
