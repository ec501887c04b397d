import type { FieldChange } from "../../schema/field-change.ts";
import type { TypeGrade } from "../../schema/grade-type-change.ts";
import type { Field } from "../../schema/schema.ts";
import type { EditDetail, SchemaEdit } from "./schema-edit.ts";
import type { SchemaLevel } from "./schema-level.ts";

type Edit = (detail: EditDetail) => SchemaEdit;

/** Every edit of one field where it stands, each with the one change it is. */
export const fieldEdits = (level: SchemaLevel, at: number): readonly Edit[] => {
  const field = level.fields[at];
  return field === undefined
    ? []
    : attributeEdits.map((edit) => (detail) => edited(level, at, field, edit(field, detail)));
};

/** The attributes that become others; undefined for one that goes. */
interface AttributeEdit {
  readonly what: string;
  readonly now: { readonly [Attribute in keyof Field]?: Field[Attribute] | undefined };
  readonly breaks?: boolean;
  readonly grade?: TypeGrade;
}

const attributeEdits: readonly ((field: Field, detail: EditDetail) => AttributeEdit)[] = [
  ({ nullable }) => ({ what: "may be null, or no longer", now: { nullable: !nullable }, breaks: !nullable }),
  ({ logical }, { text }) => ({ what: "means something else", now: { logical: logical === text ? undefined : text } }),
  ({ meta }, { number }) => ({
    what: "has other meta",
    now: { meta: meta?.["edited"] === number ? undefined : { edited: number } },
  }),
  ({ stats }, { number }) => ({
    what: "has other statistics",
    now: { stats: stats === undefined ? { count: number, nulls: 0 } : { ...stats, count: stats.count + 1 + number } },
  }),
  ({ type, children }) => {
    const [next, grade] = nextType(type);
    return {
      what: "has another type",
      now: { type: next, ...(children === undefined ? {} : { children: undefined }) },
      breaks: grade !== "widen",
      grade,
    };
  },
];

/** Another type for each, and what the change does to the values: told here in full, not asked of the library. */
const nextType = (type: string): readonly [type: string, grade: TypeGrade] =>
  nextTypes.get(type) ?? (type === "opaque:Edited" ? ["utf8", "cast"] : ["opaque:Edited", "cast"]);

const nextTypes = new Map<string, readonly [string, TypeGrade]>([
  ["null", ["utf8", "widen"]],
  ["int8", ["int16", "widen"]],
  ["int16", ["int8", "narrow"]],
  ["int32", ["int64", "widen"]],
  ["int64", ["float64", "cast"]],
  ["uint8", ["int16", "widen"]],
  ["float32", ["float64", "widen"]],
  ["float64", ["float32", "narrow"]],
  ["date32", ["timestamp[ms]", "widen"]],
  ["decimal128(10,2)", ["decimal128(12,3)", "widen"]],
  ["decimal128(38,0)", ["decimal128(37,0)", "narrow"]],
]);

const edited = (
  level: SchemaLevel,
  at: number,
  field: Field,
  { what, now, breaks = false, grade }: AttributeEdit,
): SchemaEdit => {
  const aspects = Object.keys(now) as (keyof Field)[];
  const kept = without(field, aspects);
  const after = without(
    now,
    aspects.filter((aspect) => now[aspect] === undefined),
  );
  const before = Object.fromEntries(
    aspects.flatMap((name) => (field[name] === undefined ? [] : [[name, field[name]]])),
  );
  const change = {
    target: { kind: "field", path: [...level.path, field.name] },
    before,
    after,
    aspects,
    verdict: breaks ? "breaking" : "compatible",
  } as const;
  return {
    what: `a field ${what}`,
    after: level.with(level.fields.with(at, { ...kept, ...after } as Field)),
    changes: [
      (grade === undefined
        ? { type: "UPDATE", ...change }
        : { type: "TRANSFORM", ...change, grade }) satisfies FieldChange,
    ],
    hints: {},
  };
};

const without = (members: object, names: readonly string[]): Partial<Field> =>
  Object.fromEntries(Object.entries(members).filter(([name]) => !names.includes(name)));
