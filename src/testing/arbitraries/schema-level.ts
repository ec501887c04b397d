import { isListType } from "../../schema/canonical-type.ts";
import type { Field, Schema } from "../../schema/schema.ts";

/** Fields that are siblings, and the schema with others in their place. */
export interface SchemaLevel {
  /** The names from the outermost field to this level; empty for the columns. */
  readonly path: readonly string[];
  readonly fields: readonly Field[];
  /** The one item of a list, which is known by its place. */
  readonly isItem: boolean;
  readonly with: (fields: readonly Field[]) => Schema;
}

/** Every level whose path names one field only, columns first. */
export const levelsOf = (schema: Schema): readonly SchemaLevel[] => {
  const columns: SchemaLevel = {
    path: [],
    fields: schema.fields,
    isItem: false,
    with: (fields) => ({ ...schema, fields }),
  };
  return [columns, ...levelsBelow(columns)];
};

const levelsBelow = (above: SchemaLevel): readonly SchemaLevel[] =>
  above.fields.flatMap((field, at) => {
    if (field.children === undefined || !isNamedOnce(above, field)) return [];
    const level: SchemaLevel = {
      path: [...above.path, field.name],
      fields: field.children,
      isItem: isListType(field.type),
      with: (children) => above.with(above.fields.with(at, { ...field, children })),
    };
    return [level, ...levelsBelow(level)];
  });

/** Whether a name tells which field of a level is meant. */
export const isNamedOnce = ({ fields }: SchemaLevel, { name }: Field): boolean =>
  fields.filter((field) => field.name === name).length === 1;
