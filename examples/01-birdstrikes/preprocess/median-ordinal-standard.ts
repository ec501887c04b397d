import type { Table } from "../table.ts";
import { isCategorical } from "../table.ts";
import type { Encoder } from "./encoder.ts";
import { fitStandard } from "./number.ts";
import { fitOrdinal } from "./ordinal.ts";
import { totalCost } from "./total.ts";

/** Keeps every row and every category: exactly invertible. */
export function fitMedianOrdinalStandard(table: Table): readonly Encoder[] {
  return Object.entries(table).map(([name, cells]) => {
    if (name === totalCost.column) return totalCost;
    return isCategorical(cells) ? fitOrdinal(name, cells) : fitStandard(name, cells);
  });
}
