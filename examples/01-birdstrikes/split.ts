import { randomFrom, shuffledIndices } from "./random.ts";

/** Row numbers, each row on exactly one side, both sides in ascending order. */
export interface Split {
  readonly train: readonly number[];
  readonly test: readonly number[];
}

export function splitRows(rows: number, testShare: number, seed: number): Split {
  const order = shuffledIndices(rows, randomFrom(seed));
  const testSize = Math.round(rows * testShare);
  const ascending = (a: number, b: number): number => a - b;
  return {
    train: order.slice(testSize).toSorted(ascending),
    test: order.slice(0, testSize).toSorted(ascending),
  };
}
