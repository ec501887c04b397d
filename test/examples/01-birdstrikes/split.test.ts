import { describe, expect, it } from "vitest";
import { splitRows } from "../../../examples/01-birdstrikes/split.ts";

describe("a split", () => {
  it("puts every row on exactly one side", () => {
    const { train, test } = splitRows(1000, 0.2, 1);
    expect(test).toHaveLength(200);
    expect([...train, ...test].toSorted((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, row) => row));
  });

  it("is the same for the same seed and another for the next", () => {
    expect(splitRows(1000, 0.2, 1)).toEqual(splitRows(1000, 0.2, 1));
    expect(splitRows(1000, 0.2, 2)).not.toEqual(splitRows(1000, 0.2, 1));
  });

  it("of neighbouring seeds shares no more test rows than chance", () => {
    const [first, second] = [1, 2].map((seed) => new Set(splitRows(10_000, 0.2, seed).test)) as [
      Set<number>,
      Set<number>,
    ];
    // Expected 400 of 2,000, standard deviation 16.
    expect(Math.abs(first.intersection(second).size - 400)).toBeLessThan(80);
  });
});
