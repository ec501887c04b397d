import type { Table } from "../table.ts";
import { allRows, isCategorical } from "../table.ts";
import type { Encoder } from "./encoder.ts";
import { fitMinMax } from "./number.ts";
import { fitOneHot } from "./one-hot.ts";
import { totalCost } from "./total.ts";

/** The rows without a missing cell. */
export function completeRows(table: Table): readonly number[] {
  const columns = Object.values(table);
  return allRows(table).filter((row) => columns.every((column) => column[row] !== null));
}

/** Gives every frequent category a column of its own; rare ones are pooled and stay pooled. */
export function fitDropOneHotMinMax(complete: Table, maxCategories: number): readonly Encoder[] {
  return Object.entries(complete).map(([name, cells]) => {
    if (name === totalCost.column) return totalCost;
    return isCategorical(cells) ? fitOneHot(name, cells, maxCategories) : fitMinMax(name, cells);
  });
}
