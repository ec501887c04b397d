import type { Column, NumberTable } from "../table.ts";
import { columnOf } from "../table.ts";
import { categoriesByFrequency } from "./frequency.ts";

/** A category becomes one column of zeros and ones per kept category, exactly one of them 1. */
export interface OneHotEncoder {
  readonly kind: "one-hot";
  readonly column: string;
  readonly categories: readonly string[];
}

/** Stands for all categories that were too rare to get a column of their own. It cannot be undone. */
export const otherCategory = "(other)";

/** Keeps the most frequent categories and pools the rest, so that 225 aircraft models do not become 225 columns. */
export function fitOneHot(column: string, cells: Column, maxCategories: number): OneHotEncoder {
  const categories = categoriesByFrequency(cells);
  const kept =
    categories.length <= maxCategories ? categories : [...categories.slice(0, maxCategories - 1), otherCategory];
  return { kind: "one-hot", column, categories: kept };
}

export const oneHotNames = ({ column, categories }: OneHotEncoder): readonly string[] =>
  categories.map((category) => `${column}=${category}`);

export function encodeOneHot(encoder: OneHotEncoder, cells: Column): NumberTable {
  const kept = new Set(encoder.categories);
  const labels = cells.map((cell) => (kept.has(String(cell)) ? String(cell) : otherCategory));
  return Object.fromEntries(
    encoder.categories.map((category) => [
      `${encoder.column}=${category}`,
      labels.map((label) => (label === category ? 1 : 0)),
    ]),
  );
}

export function decodeOneHot(encoder: OneHotEncoder, frame: NumberTable): Column {
  const columns = oneHotNames(encoder).map((name) => columnOf(frame, name));
  const rows = columns[0]?.length ?? 0;
  return Array.from({ length: rows }, (_, row) => {
    const hot = columns.findIndex((column) => column[row] === 1);
    return encoder.categories[hot] ?? null;
  });
}
