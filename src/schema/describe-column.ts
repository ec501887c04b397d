import { cellKind, elementType, unreadable, type CellKind } from "./cell-kind.ts";
import { columnStats } from "./column-stats.ts";
import type { DescribeLevel } from "./frame-adapter.ts";
import { copyOf, frameOfRows, type Cells } from "./read-frame.ts";
import { resolveType } from "./resolve-type.ts";
import type { Field } from "./schema.ts";

/** Deeper cells are `opaque:nested`: it bounds recursion, and cuts cycles. */
const maxDepth = 16;

/** What is left to spend inside nested cells of one frame; a few objects that share their parts can stand for billions. */
export interface NestingBudget {
  cells: number;
}

/** Nested cells looked at per frame, at most: about a second of work. */
export const nestingBudget = (): NestingBudget => ({ cells: 2 ** 23 });

/** Describes one column, children included; never throws, whatever the cells are. */
export const describeColumn = (
  name: string,
  cells: Cells,
  level: DescribeLevel,
  budget: NestingBudget,
  depth = 0,
): Field => {
  const element = Array.isArray(cells) ? undefined : elementType(cells);
  const { kinds, nulls } = element === undefined ? kindsOf(cells) : { kinds: new Set<CellKind>(), nulls: 0 };
  const type = element ?? resolveType(kinds);
  const nested = type === "list" || type === "struct";
  const children = nested ? childrenOf(cells, type, level, budget, depth) : undefined;
  return {
    name,
    type: nested && children === undefined ? "opaque:nested" : type,
    nullable: nulls > 0 || type === "null",
    ...(children === undefined ? {} : { children }),
    ...(level === "stats" ? { stats: columnStats(cells, type, nulls) } : {}),
  };
};

const kindsOf = (cells: Cells): { kinds: ReadonlySet<CellKind>; nulls: number } => {
  const kinds = new Set<CellKind>();
  let nulls = 0;
  let last: CellKind | undefined;
  for (let i = 0; i < cells.length; i++) {
    const kind = cellKind(cells[i]);
    if (kind === "null") nulls++;
    else if (kind !== last) {
      kinds.add(kind);
      last = kind;
    }
  }
  return { kinds, nulls };
};

/** The children of a column of lists or structs; undefined when the depth or the budget is used up. */
const childrenOf = (
  cells: Cells,
  type: "list" | "struct",
  level: DescribeLevel,
  budget: NestingBudget,
  depth: number,
): Field[] | undefined => {
  if (depth >= maxDepth) return undefined;
  const values = present(cells);
  if (type === "list") {
    const element = commonElement(values);
    if (element !== undefined) return [{ name: "item", type: element, nullable: false }];
    const items = itemsOf(values, budget);
    return items && [describeColumn("item", items, level, budget, depth + 1)];
  }
  const { rows, columns } = frameOfRows(values);
  budget.cells -= rows * columns.length;
  if (budget.cells < 0) return undefined;
  return columns.map((column) => describeColumn(column.name, column.read(), level, budget, depth + 1));
};

const present = (cells: Cells): object[] => {
  const values: object[] = [];
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i];
    // A cell of kind null that is an object is an invalid Date; a column of lists or structs with one has none else.
    if (typeof cell === "object" && cell !== null && cellKind(cell) !== "null") values.push(cell);
  }
  return values;
};

/**
 * The element type of cells that are all typed arrays of one kind, known without a look at the elements. They get no
 * stats: 200,000 embeddings of 768 numbers would cost more than the rest of the frame together.
 */
const commonElement = (lists: readonly object[]): string | undefined => {
  const [first] = lists;
  const element = first === undefined || Array.isArray(first) ? undefined : elementType(first);
  return element !== undefined && lists.every((list) => elementType(list) === element) ? element : undefined;
};

const itemsOf = (lists: readonly object[], budget: NestingBudget): Cells | undefined => {
  const items: unknown[] = [];
  for (const list of lists as readonly (readonly unknown[])[]) {
    try {
      budget.cells -= list.length;
      if (!(budget.cells >= 0)) return undefined;
      for (const item of Array.isArray(list) ? copyOf<unknown>(list) : list) items.push(item);
    } catch {
      items.push(unreadable);
    }
  }
  return items;
};
