import * as fc from "fast-check";
import { expect, test } from "vitest";
import { longestIncreasing } from "../../src/schema/longest-increasing.ts";

const isIncreasing = (values: readonly number[]): boolean =>
  values.every((value, i) => i === 0 || (values[i - 1] ?? 0) < value);

/** By trying every subset. */
const longestLength = (values: readonly number[]): number => {
  let longest = 0;
  for (let subset = 0; subset < 2 ** values.length; subset++) {
    const chosen = values.filter((_, i) => (subset >> i) & 1);
    if (isIncreasing(chosen)) longest = Math.max(longest, chosen.length);
  }
  return longest;
};

test("no increasing subsequence is longer", () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat(20), { maxLength: 8 }), (values) => {
      const positions = longestIncreasing(values);
      expect(isIncreasing(values.filter((_, i) => positions.has(i)))).toBe(true);
      expect(positions.size).toBe(longestLength(values));
    }),
    { numRuns: 1000 },
  );
});
