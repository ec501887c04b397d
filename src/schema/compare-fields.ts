import { attributeEdit, type AttributeEdit } from "./attribute-edit.ts";
import { equalJson } from "./canonical-json.ts";
import { isListType } from "./canonical-type.ts";
import { gradeTypeChange, type TypeGrade } from "./grade-type-change.ts";
import { longestIncreasing } from "./longest-increasing.ts";
import { matchFields } from "./match-fields.ts";
import type { Field, FieldStats } from "./schema.ts";

/** A field both sides have: its index on each side, and how it differs. */
export interface KeptField {
  readonly before: number;
  readonly after: number;
  /** One of the fewest fields that had to move to get from the old order to the new. */
  readonly moved: boolean;
  readonly edits: readonly AttributeEdit<keyof Field>[];
  /** Present when the type changed. */
  readonly grade: TypeGrade | undefined;
  readonly children: LevelDiff | null;
}

/** How one list of fields differs from another, in indexes of the two; `kept` is in the order before. */
export interface LevelDiff {
  readonly removed: readonly number[];
  readonly added: readonly number[];
  readonly kept: readonly KeptField[];
  /** The new rank of each kept field among the kept. */
  readonly order: readonly number[];
}

/** Compares two lists of fields, children included, given which belong together; null when they are equal. */
export const compareFields = (
  before: readonly Field[],
  after: readonly Field[],
  pairs: ReadonlyMap<number, number> = matchFields(before, after),
): LevelDiff | null => {
  const removed = before
    .keys()
    .filter((i) => !pairs.has(i))
    .toArray();
  const matched = [...pairs].toSorted(([left], [right]) => left - right);
  const taken = new Set(pairs.values());
  const added = after
    .keys()
    .filter((j) => !taken.has(j))
    .toArray();
  const ranks = new Map([...taken].toSorted((left, right) => left - right).map((j, rank) => [j, rank]));
  const order = matched.map(([, j]) => ranks.get(j) ?? 0);
  const inOrder = longestIncreasing(order);
  const kept = matched.map(([i, j], k) => keptField(before, after, i, j, !inOrder.has(k)));
  const same = kept.every(({ moved, edits, children }) => !moved && edits.length === 0 && children === null);
  return same && removed.length === 0 && added.length === 0 ? null : { removed, added, kept, order };
};

const keptField = (
  before: readonly Field[],
  after: readonly Field[],
  i: number,
  j: number,
  moved: boolean,
): KeptField => {
  const old = before[i];
  const now = after[j];
  if (old === now || old === undefined || now === undefined)
    return { before: i, after: j, moved, edits: [], grade: undefined, children: null };
  const edits: AttributeEdit<keyof Field>[] = [];
  for (const attribute of ["name", "type", "nullable", "logical"] as const) {
    if (old[attribute] !== now[attribute]) edits.push(edit(attribute, old, now));
  }
  if (!equalJson(old.meta, now.meta)) edits.push(edit("meta", old, now));
  if (!equalStats(old.stats, now.stats)) edits.push(edit("stats", old, now));
  // Members of a struct are not the items of a list: only under one type are children compared one by one.
  const comparable = old.children !== undefined && now.children !== undefined && old.type === now.type;
  if (!comparable && !equalJson(old.children, now.children)) edits.push(edit("children", old, now));
  const children = comparable ? compareChildren(old, now) : null;
  return { before: i, after: j, moved, edits, grade: gradeTypeChange(old.type, now.type), children };
};

const compareChildren = (old: Field, now: Field): LevelDiff | null => {
  const [before = [], after = []] = [old.children, now.children];
  // The one item of a list is itself whatever its name: frames disagree on `item` and `element`.
  return isListType(now.type) ? compareFields(before, after, new Map([[0, 0]])) : compareFields(before, after);
};

const edit = (attribute: keyof Field, old: Field, now: Field): AttributeEdit<keyof Field> =>
  attributeEdit(attribute, old[attribute], now[attribute]);

/** Stats are flat scalars: comparing them one by one is several times cheaper than as canonical text. */
const equalStats = (old: FieldStats | undefined, now: FieldStats | undefined): boolean =>
  old === now || (old !== undefined && now !== undefined && statNames.every((name) => old[name] === now[name]));

const statNames = ["count", "nulls", "distinct", "min", "max", "mean", "std"] as const satisfies (keyof FieldStats)[];
