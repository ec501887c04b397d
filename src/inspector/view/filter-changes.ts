import type { FieldChange } from "../../schema/field-change.ts";
import { changedName } from "./describe-change.ts";

/** Which changes are looked for; what is empty matches all. */
export interface ChangeFilter {
  /** Part of the name of a column, as it is or was, in any case. */
  readonly text: string;
  readonly type: FieldChange["type"] | "";
}

/** The changes that match, in their order. */
export const filterChanges = (
  changes: readonly FieldChange[],
  { text, type }: ChangeFilter,
): readonly FieldChange[] => {
  // Also as it is written: in lower case a part of a name need not be a part of it ("Σ" at the end of a word).
  const part = text.toLowerCase();
  return changes.filter(
    (change) =>
      (type === "" || change.type === type) &&
      (part === "" || namesOf(change).some((name) => name.includes(text) || name.toLowerCase().includes(part))),
  );
};

/** Of a column that was renamed, what it was called before too. */
const namesOf = (change: FieldChange): readonly string[] => {
  const { before, target } = change;
  const was = change.type !== "DELETE" && target.kind === "field" && before !== null && "name" in before;
  return [changedName(change), ...(was && typeof before.name === "string" ? [before.name] : [])];
};
