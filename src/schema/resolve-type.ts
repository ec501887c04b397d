import type { CellKind } from "./cell-kind.ts";

/** More members than this in one column say only that it is mixed. */
const maxUnionMembers = 8;

const typeOfKind = new Map<CellKind, string>([
  ["float", "float64"],
  ["timestamp", "timestamp[ms,UTC]"],
  ["decimal", "decimal128(38,0)"],
  ["bigint", "opaque:bigint"],
]);

/**
 * The canonical type of a column from the kinds of its non-null cells.
 *
 * Integers widen to the widest integer present (`int64`, `decimal128(38,0)`, `opaque:bigint`) or, written as numbers
 * beside fractions, to `float64`. Kinds that no one type holds exactly, a bigint beside a fraction for one, become
 * `union<…>` with sorted members; beyond 8 members `opaque:mixed`.
 */
export const resolveType = (kinds: ReadonlySet<CellKind>): string => {
  const types = new Set<string>();
  const wide = ["bigint", "decimal", "int64"].find((kind) => kinds.has(kind));
  if (wide !== undefined) types.add(typeOfKind.get(wide) ?? wide);
  if (kinds.has("float")) types.add("float64");
  else if (kinds.has("int") && wide === undefined) types.add("int64");
  for (const kind of kinds) {
    if (!numberKinds.has(kind) && kind !== "null") types.add(typeOfKind.get(kind) ?? kind);
  }
  const [first = "null", ...others] = [...types].toSorted();
  if (others.length === 0) return first;
  return types.size > maxUnionMembers ? "opaque:mixed" : `union<${first},${others.join(",")}>`;
};

const numberKinds = new Set<CellKind>(["int", "float", "int64", "decimal", "bigint"]);
