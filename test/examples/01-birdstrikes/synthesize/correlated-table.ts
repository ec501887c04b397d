import { randomFrom } from "../../../../examples/01-birdstrikes/random.ts";
import type { NumberTable } from "../../../../examples/01-birdstrikes/table.ts";
import { frozen } from "../real-table.ts";

/** Two columns of skewed numbers that rise together, and a third on its own. */
export function correlatedTable(rows: number): NumberTable {
  const random = randomFrom(7);
  const shared = Array.from({ length: rows }, () => random.normal());
  return frozen({
    income: shared.map((value) => Math.exp(value)),
    spending: shared.map((value) => (value + random.normal()) ** 3),
    weight: shared.map(() => random.uniform()),
  });
}
