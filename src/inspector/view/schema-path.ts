import type { Field, Schema } from "../../schema/schema.ts";

/** One column of a frame along the modules of a path. */
export interface FieldLine {
  readonly name: string;
  /** What it is after each module; undefined where it is not there. */
  readonly cells: readonly (Field | undefined)[];
  /** What each module did to it. */
  readonly marks: readonly FieldMark[];
}

/** What became of a field: it came, went, has another type, or something else about it changed. */
export type FieldMark = "CREATE" | "DELETE" | "TRANSFORM" | "UPDATE" | "same" | "absent";

/** The fields of the schemas along a path, by name, in the order they first came. */
export const schemaPath = (schemas: readonly (Schema | undefined)[]): readonly FieldLine[] => {
  const names = new Set(schemas.flatMap((schema) => schema?.fields.map(({ name }) => name) ?? []));
  const byName = schemas.map((schema) => new Map(schema?.fields.map((field) => [field.name, field])));
  return Array.from(names, (name) => {
    const cells = byName.map((fields) => fields.get(name));
    return { name, cells, marks: cells.map((cell, place) => markOf(place === 0 ? undefined : cells[place - 1], cell)) };
  });
};

const markOf = (before: Field | undefined, after: Field | undefined): FieldMark => {
  if (before === undefined) return after === undefined ? "absent" : "CREATE";
  if (after === undefined) return "DELETE";
  if (before.type !== after.type) return "TRANSFORM";
  return JSON.stringify(before) === JSON.stringify(after) ? "same" : "UPDATE";
};
