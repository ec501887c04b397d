import type { KeptField, LevelDiff } from "./compare-fields.ts";
import type { ChangeAspect, FieldAttributes, FieldChange, FieldTarget } from "./field-change.ts";
import type { Field } from "./schema.ts";

/** The names and occurrence numbers from the outermost struct to a level; empty for the schema itself. */
export interface Place {
  readonly path: readonly string[];
  readonly occurrences: readonly number[];
}

/** The place of the columns of a frame. */
export const topLevel: Place = { path: [], occurrences: [] };

/**
 * Tells a difference as changes: what was deleted in the order before, then everything else in the order after, each
 * field before its children. A field whose children alone differ has no change of its own.
 */
export const listChanges = (
  level: LevelDiff,
  before: readonly Field[],
  after: readonly Field[],
  derived: ReadonlyMap<string, readonly string[]>,
  place: Place = topLevel,
): FieldChange[] => {
  const oldPlaces = placesOf(before, place);
  const newPlaces = placesOf(after, place);
  const changes: FieldChange[] = [];
  for (const i of level.removed) changes.push(deleted(fieldOf(before, i), oldPlaces(i)));
  const kept = new Map(level.kept.map((field) => [field.after, field]));
  const added = new Set(level.added);
  after.forEach((now, j) => {
    const origin = place === topLevel ? derived.get(now.name) : undefined;
    const derivedFrom = origin === undefined ? {} : { derivedFrom: origin };
    if (added.has(j)) changes.push({ ...created(now, newPlaces(j)), ...derivedFrom });
    const field = kept.get(j);
    if (field === undefined) return;
    const own = changed(field, newPlaces(j));
    if (own !== null) changes.push({ ...own, ...derivedFrom });
    if (field.children !== null) {
      const old = fieldOf(before, field.before).children ?? [];
      changes.push(...listChanges(field.children, old, now.children ?? [], new Map(), newPlaces(j)));
    }
  });
  return changes;
};

/** The CREATE of one whole field. */
export const created = (field: Field, place: Place): FieldChange => ({
  type: "CREATE",
  target: targetOf(place),
  before: null,
  after: field,
  verdict: "additive",
});

/** The DELETE of one whole field. */
export const deleted = (field: Field, place: Place): FieldChange => ({
  type: "DELETE",
  target: targetOf(place),
  before: field,
  after: null,
  verdict: "breaking",
});

/** Gives the place of each field of one level, counting equal names. */
export const placesOf = (fields: readonly Field[], { path, occurrences }: Place): ((index: number) => Place) => {
  const seen = new Map<string, number>();
  const numbers = fields.map(({ name }) => {
    const number = seen.get(name) ?? 0;
    seen.set(name, number + 1);
    return number;
  });
  return (index) => ({
    path: [...path, fieldOf(fields, index).name],
    occurrences: [...occurrences, numbers[index] ?? 0],
  });
};

const changed = (field: KeptField, place: Place): (FieldChange & { target: FieldTarget }) | null => {
  if (field.edits.length === 0 && !field.moved) return null;
  const before: { [attribute: string]: unknown } = {};
  const after: { [attribute: string]: unknown } = {};
  const aspects: ChangeAspect[] = [];
  for (const edit of field.edits) {
    aspects.push(edit.attribute);
    if (edit.before !== undefined) before[edit.attribute] = edit.before;
    if (edit.after !== undefined) after[edit.attribute] = edit.after;
  }
  if (field.moved) {
    aspects.push("position");
    before["position"] = field.before;
    after["position"] = field.after;
  }
  const { grade } = field;
  const nullsAppeared = after["nullable"] === true;
  const breaking = aspects.includes("name") || nullsAppeared || grade === "narrow" || grade === "cast";
  const change = {
    target: targetOf(place),
    before: before as FieldAttributes,
    after: after as FieldAttributes,
    aspects,
    verdict: breaking ? "breaking" : "compatible",
  } as const;
  return grade === undefined ? { type: "UPDATE", ...change } : { type: "TRANSFORM", ...change, grade };
};

const targetOf = ({ path, occurrences }: Place): FieldTarget => ({
  kind: "field",
  path,
  ...(occurrences.some((number) => number > 0) ? { occurrences } : {}),
});

const fieldOf = (fields: readonly Field[], index: number): Field => {
  const field = fields[index];
  if (field === undefined) throw new RangeError(`no field ${index}`);
  return field;
};
