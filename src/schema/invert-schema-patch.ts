import { attributeEdit, type AttributeEdit } from "./attribute-edit.ts";
import type { FieldsPatch, SchemaPatch } from "./schema-patch.ts";

/**
 * The patch that undoes a patch: `applySchemaPatch(invertSchemaPatch(p), applySchemaPatch(p, a))` is `a`.
 *
 * @example
 * ```ts
 * const [before, after] = [describeSchema([{ age: 41 }]), describeSchema([{ age: 41, city: "Taipei" }])];
 * const patch = diffSchemas(before, after)!.patch;
 * equalSchemas(applySchemaPatch(invertSchemaPatch(patch), after), before); // => true
 * ```
 */
export const invertSchemaPatch = (patch: SchemaPatch): SchemaPatch => {
  if (patch.kind === "create") return { version: 1, kind: "delete", from: patch.to, to: null, schema: patch.schema };
  if (patch.kind === "delete") return { version: 1, kind: "create", from: null, to: patch.from, schema: patch.schema };
  return {
    version: 1,
    kind: "alter",
    from: patch.to,
    to: patch.from,
    edits: patch.edits.map(invertEdit),
    ...(patch.fields === undefined ? {} : { fields: invertFields(patch.fields) }),
  };
};

const invertFields = ({ removed, added, order, changed }: FieldsPatch): FieldsPatch => ({
  removed: added,
  added: removed,
  ...(order === undefined ? {} : { order: inversePermutation(order) }),
  changed: changed
    .map(({ kept, edits, children }) => ({
      // `kept` counts in the order before, and the order before is now the order after.
      kept: order?.[kept] ?? kept,
      edits: edits.map(invertEdit),
      ...(children === undefined ? {} : { children: invertFields(children) }),
    }))
    .toSorted((left, right) => left.kept - right.kept),
});

const invertEdit = <Attribute extends string>({
  attribute,
  before,
  after,
}: AttributeEdit<Attribute>): AttributeEdit<Attribute> => attributeEdit(attribute, after, before);

const inversePermutation = (order: readonly number[]): number[] => {
  const inverse: number[] = [];
  order.forEach((to, from) => {
    inverse[to] = from;
  });
  return inverse;
};
