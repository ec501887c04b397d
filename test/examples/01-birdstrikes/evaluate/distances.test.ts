import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kolmogorovSmirnov } from "../../../../examples/01-birdstrikes/evaluate/kolmogorov-smirnov.ts";
import { totalVariation } from "../../../../examples/01-birdstrikes/evaluate/total-variation.ts";

describe("Kolmogorov–Smirnov distance", () => {
  it("of 1 2 3 4 and 3 4 5 6 is a half: below 3 lie 50 % and 0 %", () => {
    expect(kolmogorovSmirnov([1, 2, 3, 4], [3, 4, 5, 6])).toBe(0.5);
  });

  it("steps over ties: 1 1 2 against 1 2 2 is a third", () => {
    expect(kolmogorovSmirnov([1, 1, 2], [1, 2, 2])).toBeCloseTo(1 / 3, 12);
  });

  it("agrees with comparing the shares at every value", () => {
    const sample = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1 });
    const shareUpTo = (values: readonly number[], x: number): number =>
      values.filter((value) => value <= x).length / values.length;
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        const gaps = [...a, ...b].map((x) => Math.abs(shareUpTo(a, x) - shareUpTo(b, x)));
        expect(kolmogorovSmirnov(a, b)).toBeCloseTo(Math.max(...gaps), 12);
      }),
    );
  });
});

describe("total variation distance", () => {
  it("is the share that has to change: one of four", () => {
    expect(totalVariation(["a", "a", "b", "b"], ["a", "a", "a", "b"])).toBe(0.25);
  });

  it("is 0 for the same shares and 1 for strangers", () => {
    expect(totalVariation(["a", "b"], ["b", "a", "a", "b"])).toBe(0);
    expect(totalVariation(["a"], ["b"])).toBe(1);
  });
});
