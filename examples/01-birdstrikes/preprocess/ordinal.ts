import type { Column, NumberTable } from "../table.ts";
import { columnOf } from "../table.ts";
import { categoriesByFrequency } from "./frequency.ts";

/** A category becomes its place in the list of categories, the most frequent being 0. */
export interface OrdinalEncoder {
  readonly kind: "ordinal";
  readonly column: string;
  readonly categories: readonly string[];
}

export function fitOrdinal(column: string, cells: Column): OrdinalEncoder {
  return { kind: "ordinal", column, categories: categoriesByFrequency(cells) };
}

export function encodeOrdinal({ column, categories }: OrdinalEncoder, cells: Column): NumberTable {
  const codes = new Map(categories.map((category, code) => [category, code]));
  return {
    [column]: cells.map((cell) => {
      const code = codes.get(String(cell));
      if (code === undefined) throw new Error(`"${String(cell)}" was not seen when "${column}" was fitted.`);
      return code;
    }),
  };
}

export function decodeOrdinal({ column, categories }: OrdinalEncoder, frame: NumberTable): Column {
  return columnOf(frame, column).map((code) => categories[code] ?? null);
}
