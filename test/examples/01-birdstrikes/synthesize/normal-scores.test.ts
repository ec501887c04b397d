import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { normalScores, normalShareBelow } from "../../../../examples/01-birdstrikes/synthesize/normal-scores.ts";

describe("normal scores", () => {
  it("keep the order, lie symmetrically around 0, and give ties the same score", () => {
    const [low, middle, tied, high] = normalScores([1, 5, 5, 1000]) as [number, number, number, number];
    expect(low).toBeCloseTo(-high, 10);
    expect(middle).toBe(tied);
    expect(middle).toBeCloseTo(0, 10);
  });

  it("of a constant column are all 0", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.integer({ min: 1, max: 500 }), (value, length) => {
        expect(new Set(normalScores(Array.from({ length }, () => value)))).toEqual(new Set([0]));
      }),
    );
  });

  it("do not depend on the scale, only on the ranks", () => {
    const ranks = [3, 1, 4, 1, 5, 9, 2, 6];
    expect(normalScores(ranks.map((value) => Math.exp(value)))).toEqual(normalScores(ranks));
  });
});

it("the normal share below a value is the textbook's", () => {
  expect(normalShareBelow(0)).toBeCloseTo(0.5, 6);
  expect(normalShareBelow(1.96)).toBeCloseTo(0.975, 4);
  expect(normalShareBelow(-1.96)).toBeCloseTo(0.025, 4);
});
