import type { FieldChange } from "../../schema/field-change.ts";

/** What a step did to columns, as far as their names go. */
export interface Effects {
  readonly changes: readonly ColumnChange[];
  readonly created: ReadonlySet<string>;
  readonly gone: ReadonlySet<string>;
  /** The name before of a column that was given this one; undefined when none was. */
  readonly earlier: (name: string) => string | undefined;
  /** The names after of a column that had this one and lost it. */
  readonly later: (name: string) => readonly string[] | undefined;
  readonly renamesOrDeletes: (names: ReadonlySet<string>) => boolean;
}

/** A change by the column it is of: a member of a struct is of the struct. */
export interface ColumnChange {
  readonly change: FieldChange;
  /** Of a whole column that was deleted the name before, else the name after. */
  readonly column: string;
  readonly isGone: boolean;
  /** Equal for changes that differ in statistics alone, which do in nearly every execution. */
  readonly key: string;
}

/** Reads the changes of a step; those of the frame as a whole are of no column. */
export const columnEffects = (changes: readonly FieldChange[]): Effects => {
  const [found, created, gone]: [ColumnChange[], Set<string>, Set<string>] = [[], new Set(), new Set()];
  const [before, after] = [new Map<string, string>(), new Map<string, string[]>()];
  for (const change of changes) {
    if (change.target.kind !== "field") continue;
    const [column = ""] = change.target.path;
    const isWhole = change.target.path.length === 1;
    const isGone = isWhole && change.type === "DELETE";
    found.push({ change, column, isGone, key: keyOf(change) });
    if (isGone) gone.add(column);
    else if (isWhole && change.type === "CREATE") created.add(column);
    const was = isWhole ? renamedFrom(change) : undefined;
    if (was === undefined) continue;
    before.set(column, was);
    after.set(was, [...(after.get(was) ?? []), column]);
  }
  return {
    changes: found,
    created,
    gone,
    earlier: (name) => before.get(name),
    later: (name) => after.get(name),
    renamesOrDeletes: (names) => Array.from(names).some((name) => after.has(name) || gone.has(name)),
  };
};

/** What a column was called before a change; undefined when it was not renamed. */
const renamedFrom = (change: FieldChange): string | undefined =>
  (change.type === "UPDATE" || change.type === "TRANSFORM") && "name" in change.before ? change.before.name : undefined;

const keyOf = (change: FieldChange): string =>
  JSON.stringify({ ...change, before: withoutStats(change.before), after: withoutStats(change.after) });

const withoutStats = (side: object | null): object | null => (side === null ? null : { ...side, stats: undefined });
