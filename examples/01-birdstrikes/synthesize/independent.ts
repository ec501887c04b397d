import { randomFrom } from "../random.ts";
import type { NumberTable } from "../table.ts";
import { columnOf } from "../table.ts";

/**
 * Draws every variable on its own from the values seen in training: for a number that is its empirical quantile at a
 * uniform position, for a category its frequency. Each column alone looks real; no two columns know of each other.
 *
 * @param variables Encoded columns that only make sense together (the one-hot columns of one category).
 */
export function synthesizeIndependent(
  train: NumberTable,
  variables: readonly (readonly string[])[],
  rows: number,
  seed: number,
): NumberTable {
  const random = randomFrom(seed);
  return Object.fromEntries(
    variables.flatMap((names) => {
      const columns = names.map((name) => [name, columnOf(train, name)] as const);
      const trainRows = columns[0]?.[1].length ?? 0;
      const drawn = Array.from({ length: rows }, () => random.index(trainRows));
      return columns.map(([name, values]) => [name, drawn.map((row) => values[row] as number)]);
    }),
  );
}
