import type { Column } from "../table.ts";

/** The distinct texts of a column, the most frequent first; ties in alphabetical order, so that the order is fixed. */
export function categoriesByFrequency(cells: Column): readonly string[] {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    if (typeof cell !== "string") throw new Error(`Expected a category, found ${String(cell)}.`);
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([a, countOfA], [b, countOfB]) => countOfB - countOfA || (a < b ? -1 : 1))
    .map(([category]) => category);
}
