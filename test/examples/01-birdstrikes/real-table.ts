import { parseBirdstrikes, readDataset } from "../../../examples/01-birdstrikes/load.ts";
import type { Table } from "../../../examples/01-birdstrikes/table.ts";

/** Results of modules arrive deep-frozen in the next module: what holds here must hold for frozen tables. */
export function frozen<T extends object>(table: T): T {
  for (const column of Object.values(table)) Object.freeze(column);
  return Object.freeze(table);
}

/** The real data, all 10,000 rows of it. */
export const realTable: Table = frozen(parseBirdstrikes(readDataset("birdstrikes.csv")));
