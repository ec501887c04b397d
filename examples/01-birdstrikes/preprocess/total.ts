import type { Column, Table } from "../table.ts";
import { columnOf, numbersOf } from "../table.ts";

/** A column that is the sum of others carries nothing of its own: it is left out, and added up again at the end. */
export interface TotalEncoder {
  readonly kind: "total";
  readonly column: string;
  readonly terms: readonly string[];
}

/** In birdstrikes.csv the total is the exact sum in all 10,000 rows. */
export const totalCost: TotalEncoder = {
  kind: "total",
  column: "Cost Total $",
  terms: ["Cost Other", "Cost Repair"],
};

export function addUp({ terms }: TotalEncoder, table: Table): Column {
  const columns = terms.map((term) => numbersOf(columnOf(table, term)));
  const rows = columns[0]?.length ?? 0;
  return Array.from({ length: rows }, (_, row) => columns.reduce((sum, column) => sum + (column[row] ?? 0), 0));
}
