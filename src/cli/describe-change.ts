import { describeMove } from "../schema/describe-move.ts";
import type { FieldAttributes, FieldChange } from "../schema/field-change.ts";
import type { Field, FieldStats, Schema } from "../schema/schema.ts";
import { countOf, formatCount } from "../text/format-count.ts";
import { printable } from "./printable.ts";
import { shortValue } from "./short-value.ts";

/** What is known of one side of a change; of a frame as a whole, or of a field. */
type Attributes = FieldAttributes & Pick<Schema, "rows">;

/** The type of a field in a word, with a question mark where it may be null: `int64?`, `utf8 email`. */
export const describeField = ({ type = "", nullable = false, logical }: Partial<Field>): string =>
  printable(`${type}${nullable ? "?" : ""}${logical === undefined ? "" : ` ${logical}`}`);

/**
 * What a change did, on one line: `int64? → float64 (cast)`, `rows 10,000 → 8,000`, `nullable no → yes`.
 *
 * Statistics differ in nearly every execution: they are only named, unless `detailed`.
 */
export const describeChange = (change: FieldChange, detailed: boolean): string => {
  const [before, after]: readonly (Attributes | null)[] = [change.before, change.after];
  const derived = "derivedFrom" in change ? (change.derivedFrom ?? []) : [];
  const grade = change.type === "TRANSFORM" ? ` (${change.grade})` : "";
  const origin =
    derived.length === 0
      ? []
      : [`from ${derived.length > 2 ? countOf(derived.length, "field") : printable(derived.join(" and "))}`];
  return [...describeSides(change, before, after, grade, detailed), ...origin].join(", ");
};

const describeSides = (
  { type, target }: FieldChange,
  before: Attributes | null | undefined,
  after: Attributes | null | undefined,
  grade: string,
  detailed: boolean,
): readonly string[] => {
  const describe = (side: Attributes): string =>
    target.kind === "field" ? describeField(side) : side.rows === undefined ? "a frame" : countOf(side.rows, "row");
  if (!before) return after ? [`→ ${describe(after)}`] : [];
  if (!after) return [`${describe(before)} →`];
  return type === "TRANSFORM"
    ? [
        `${describeField(before)} → ${describeField(after)}${grade}`,
        ...partsOf(detailed ? [...others, "stats"] : others, before, after, detailed),
      ]
    : partsOf(attributes, before, after, detailed);
};

/** Each attribute that differs; both sides hold those and no others, so that one of them says which they are. */
const partsOf = (
  names: readonly (typeof attributes)[number][],
  before: Attributes,
  after: Attributes,
  detailed: boolean,
): readonly string[] =>
  names.flatMap((name) => {
    if (before[name] === undefined && after[name] === undefined) return [];
    switch (name) {
      case "rows":
        return [`rows ${rowsOf(before)} → ${rowsOf(after)}`];
      case "stats":
        return detailed ? statsOf(before.stats, after.stats) : ["statistics"];
      case "children":
      case "meta":
        return [name];
      case "name":
        return [`renamed from ${valueOf(before.name)}`];
      case "type":
      case "nullable":
      case "logical":
        return [`${name} ${valueOf(before[name])} → ${valueOf(after[name])}`];
      case "position":
        return [describeMove(before.position, after.position)];
    }
  });

const attributes = [
  "rows",
  "name",
  "type",
  "nullable",
  "logical",
  "position",
  "children",
  "meta",
  "stats",
] as const satisfies readonly (keyof Attributes)[];

/** Those that are not said with the type; the statistics of another type are others in any case. */
const others = attributes.filter((name) => name !== "type" && name !== "nullable" && name !== "stats");

const rowsOf = ({ rows }: Attributes): string => (rows === undefined ? "?" : formatCount(rows));

const statsOf = (before: FieldStats | undefined, after: FieldStats | undefined): readonly string[] =>
  statistics
    .filter((name) => before?.[name] !== after?.[name])
    .map((name) => `${name} ${shortOf(before?.[name])} → ${shortOf(after?.[name])}`);

const statistics = ["count", "nulls", "distinct", "min", "max", "mean", "std"] as const;

const shortOf = (value: unknown): string => (value === undefined ? "none" : shortValue(value));

const valueOf = (value: string | number | boolean | undefined): string => {
  if (value === undefined) return "none";
  return typeof value === "boolean" ? (value ? "yes" : "no") : printable(String(value));
};
