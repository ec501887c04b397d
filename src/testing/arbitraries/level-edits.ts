import type { FieldChange } from "../../schema/field-change.ts";
import type { Field } from "../../schema/schema.ts";
import { fieldEdits } from "./field-edits.ts";
import type { EditDetail, SchemaEdit } from "./schema-edit.ts";
import { isNamedOnce, type SchemaLevel } from "./schema-level.ts";

type Edit = (detail: EditDetail) => SchemaEdit;

/** Every edit of a level: of its list of fields, where it is no item of a list, and of each of them. */
export const levelEdits = (level: SchemaLevel): readonly Edit[] => {
  const named = level.fields.flatMap((field, at) => (isNamedOnce(level, field) ? [{ field, at }] : []));
  const inPlace = named.flatMap(({ at }) => fieldEdits(level, at));
  if (level.isItem) return inPlace;
  return [
    (detail) => added(level, detail),
    ...named.flatMap(({ field, at }) => listEdits(level, field, at)),
    ...inPlace,
  ];
};

const added = (level: SchemaLevel, { field, text, number }: EditDetail): SchemaEdit => {
  const created = { ...field, name: freeName(level, text) };
  const after = level.fields.toSpliced(number % (level.fields.length + 1), 0, created);
  return { what: "a field is added", after: level.with(after), changes: [creation(level, created)], hints: {} };
};

const listEdits = (level: SchemaLevel, field: Field, at: number): readonly Edit[] => [
  () => ({
    what: "a field is dropped",
    after: level.with(level.fields.toSpliced(at, 1)),
    changes: [deletion(level, field)],
    hints: {},
  }),
  ({ text }) => {
    const now = { ...field, name: freeName(level, text) };
    return {
      what: "a field has another name, and nobody says so",
      after: level.with(level.fields.with(at, now)),
      changes: [deletion(level, field), creation(level, now)],
      hints: {},
    };
  },
  // Only columns can be declared to be renamed.
  ...(level.path.length === 0 ? [({ text }: EditDetail) => renamed(level, field, at, text)] : []),
  ...farFrom(level, at).map((to) => () => moved(level, field, at, to)),
];

const renamed = (level: SchemaLevel, field: Field, at: number, text: string): SchemaEdit => {
  const name = freeName(level, text);
  return {
    what: "a column is declared to be renamed",
    after: level.with(level.fields.with(at, { ...field, name })),
    changes: [
      {
        type: "UPDATE",
        target: { kind: "field", path: [name] },
        before: { name: field.name },
        after: { name },
        aspects: ["name"],
        verdict: "breaking",
      },
    ],
    hints: { renamed: new Map([[field.name, name]]) },
  };
};

/** A move by one place is also a move of the neighbour: only further ones have a single answer. */
const farFrom = ({ fields }: SchemaLevel, at: number): readonly number[] =>
  Array.from(fields.keys()).filter((place) => Math.abs(place - at) > 1);

const moved = (level: SchemaLevel, field: Field, at: number, to: number): SchemaEdit => ({
  what: "a field is moved",
  after: level.with(level.fields.toSpliced(at, 1).toSpliced(to, 0, field)),
  changes: [
    {
      type: "UPDATE",
      target: { kind: "field", path: [...level.path, field.name] },
      before: { position: at },
      after: { position: to },
      aspects: ["position"],
      verdict: "compatible",
    },
  ],
  hints: {},
});

const creation = ({ path }: SchemaLevel, field: Field): FieldChange => ({
  type: "CREATE",
  target: { kind: "field", path: [...path, field.name] },
  before: null,
  after: field,
  verdict: "additive",
});

const deletion = ({ path }: SchemaLevel, field: Field): FieldChange => ({
  type: "DELETE",
  target: { kind: "field", path: [...path, field.name] },
  before: field,
  after: null,
  verdict: "breaking",
});

const freeName = ({ fields }: SchemaLevel, text: string): string => {
  let name = text;
  while (fields.some((field) => field.name === name)) name += "'";
  return name;
};
