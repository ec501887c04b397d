import type { FieldChange } from "../../schema/field-change.ts";
import type { Field, Schema } from "../../schema/schema.ts";

type Attributes = Readonly<Record<string, unknown>>;

interface Node {
  attributes: Attributes;
  children: Level;
}

/** The fields of one level: those not spoken of yet by their names before, the others by those after. */
interface Level {
  readonly before: Map<string, Node>;
  readonly after: Map<string, Node>;
}

/**
 * What changes make of a schema, as plain JSON with the fields of each level by name; their order is left out.
 * Undefined where two fields have one name, which changes tell apart by number.
 */
export const applyChanges = (before: Schema | null, changes: readonly FieldChange[]): unknown => {
  if (before !== null && hasTwins(before.fields)) return undefined;
  let exists = before !== null;
  let dataset: Attributes = before === null ? {} : datasetOf(before);
  const root = levelOf(before?.fields ?? []);
  for (const change of changes) {
    if (change.target.kind === "dataset") {
      if (change.type !== "UPDATE") exists = change.type === "CREATE";
      dataset = edited(dataset, change.before, change.after);
    } else applyToField(root, change.target.path, change);
  }
  return exists ? { ...dataset, fields: plain(root) } : null;
};

/** A schema as {@link applyChanges} gives it. */
export const plainSchema = (schema: Schema | null): unknown => applyChanges(schema, []);

/** Whether two fields of a level have one name. */
export const hasTwins = (fields: readonly Field[]): boolean =>
  new Set(fields.map(({ name }) => name)).size < fields.length ||
  fields.some(({ children }) => children !== undefined && hasTwins(children));

const applyToField = (root: Level, path: readonly string[], change: FieldChange): void => {
  const name = path.at(-1) ?? "";
  const level = path
    .slice(0, -1)
    .reduce((at, above) => (at.after.get(above) ?? at.before.get(above))?.children ?? levelOf([]), root);
  if (change.type === "CREATE") level.after.set(name, nodeOf(change.after as Field));
  else if (change.type === "DELETE") level.before.delete(name);
  else {
    const { before, after } = change as { readonly before: Partial<Field>; readonly after: Partial<Field> };
    const old = before.name ?? name;
    const node = level.before.get(old);
    level.before.delete(old);
    const attributes = edited(node?.attributes ?? {}, before, after);
    const nested = "children" in before || "children" in after;
    const children = nested ? levelOf(after.children ?? []) : (node?.children ?? levelOf([]));
    level.after.set(name, { attributes, children });
  }
};

const edited = (attributes: Attributes, before: object | null, after: object | null): Attributes => {
  const gone = new Set(Object.keys(before ?? {}));
  const kept = Object.entries(attributes).filter(([name]) => !gone.has(name));
  const come = Object.entries(after ?? {}).filter(([name]) => name !== "position" && name !== "children");
  return Object.fromEntries([...kept, ...come]);
};

const levelOf = (fields: readonly Field[]): Level => ({
  before: new Map(fields.map((field) => [field.name, nodeOf(field)])),
  after: new Map(),
});

const nodeOf = ({ children, ...attributes }: Field): Node => ({
  attributes: { ...attributes },
  children: levelOf(children ?? []),
});

const datasetOf = ({ rows, meta }: Schema): Attributes => ({
  ...(rows !== undefined && { rows }),
  ...(meta && { meta }),
});

const plain = ({ before, after }: Level): readonly unknown[] =>
  [...before, ...after]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, { attributes, children }]) => [name, attributes, plain(children)]);
