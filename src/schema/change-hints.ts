import { refuse } from "./check-json.ts";
import type { Field } from "./schema.ts";

/** What a module declares about its columns, because no comparison could know it. All names are top-level columns. */
export interface ChangeHints {
  /** Old name → new name. Both must exist: the old one before, the new one after. */
  readonly renamed?: { readonly [before: string]: string } | ReadonlyMap<string, string>;
  /** New or changed column → the columns before it was computed from: `{ city_a: ["city"] }`. */
  readonly derived?: { readonly [after: string]: readonly string[] } | ReadonlyMap<string, readonly string[]>;
  /**
   * Content fingerprints of the columns, in field order, `null` where there is none (see `columnFingerprints`).
   * A column that lost its name is taken for renamed when its content occurs once on each side.
   */
  readonly content?: {
    readonly before: readonly (string | null)[];
    readonly after: readonly (string | null)[];
  };
}

/** Index of a field before and of the same field after. */
export type FieldPair = readonly [before: number, after: number];

/**
 * The pairs of fields that are declared to be one; of equal names the first is meant.
 *
 * @throws SchemaError when a declaration names a column that is not there, or renames two columns to one
 */
export const renamedPairs = (hints: ChangeHints, before: readonly Field[], after: readonly Field[]): FieldPair[] => {
  const from = firstIndexes(before);
  const to = firstIndexes(after);
  const taken = new Set<string>();
  return entriesOf(hints.renamed).map(([oldName, newName]) => {
    const path = `$.renamed[${JSON.stringify(oldName)}]`;
    const i = from.get(oldName) ?? unknownColumn(path, oldName, "before");
    const j = to.get(newName) ?? unknownColumn(path, newName, "after");
    if (taken.has(newName))
      return refuse(path, `is a second column renamed to ${JSON.stringify(newName)}`, "Rename each to its own name.");
    taken.add(newName);
    return [i, j];
  });
};

/**
 * For each derived column, the columns it was computed from.
 *
 * @throws SchemaError when a declaration names a column that is not there
 */
export const derivations = (
  hints: ChangeHints,
  before: readonly Field[],
  after: readonly Field[],
): ReadonlyMap<string, readonly string[]> => {
  const from = firstIndexes(before);
  const to = firstIndexes(after);
  const entries = entriesOf(hints.derived);
  for (const [name, sources] of entries) {
    const path = `$.derived[${JSON.stringify(name)}]`;
    if (!to.has(name)) unknownColumn(path, name, "after");
    if (!Array.isArray(sources)) refuse(path, "is not a list of column names", 'Write `{ city_a: ["city"] }`.');
    for (const source of sources) if (!from.has(source)) unknownColumn(path, source, "before");
  }
  return new Map(entries.map(([name, sources]) => [name, [...sources]]));
};

const entriesOf = <Value>(
  hint: { readonly [name: string]: Value } | ReadonlyMap<string, Value> | undefined,
): (readonly [string, Value])[] =>
  hint instanceof Map ? [...(hint as ReadonlyMap<string, Value>)] : Object.entries(hint ?? {});

const firstIndexes = (fields: readonly Field[]): ReadonlyMap<string, number> =>
  new Map(fields.map(({ name }, i) => [name, i] as const).toReversed());

const unknownColumn = (path: string, name: string, side: "before" | "after"): never =>
  refuse(
    path,
    `no column ${JSON.stringify(name)} exists ${side} the module`,
    "Declare only columns the module was given and gave back.",
  );
