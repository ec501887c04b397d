import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { simplerValues } from "../../../src/testing/arbitraries/simpler-values.ts";
import { pinSeed } from "../pin-seed.ts";

pinSeed();

const value = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.double(), fc.constantFrom(-0, Number.NaN, Infinity));

describe("simpler values", () => {
  test("come to an end along every path, none being reached again", () => {
    fc.assert(
      fc.property(value, fc.infiniteStream(fc.nat()), (start, choices) => {
        const passed: unknown[] = [start];
        for (;;) {
          const next = simplerValues(passed.at(-1)).take(20).toArray();
          if (next.length === 0) return;
          const chosen = next[choices.next().value % next.length];
          expect(passed.every((earlier) => !Object.is(earlier, chosen))).toBe(true);
          passed.push(chosen);
          expect(passed.length).toBeLessThan(5000);
        }
      }),
    );
  });

  test("end at zero, an empty text, an empty list, an empty object, false or null", () => {
    fc.assert(
      fc.property(value, (start) => {
        let last: unknown = start;
        for (let next = simplerValues(last).next(); !next.done; next = simplerValues(last).next()) last = next.value;
        expect([0, "", [], {}, false, null]).toContainEqual(last === 0 ? 0 : last);
      }),
    );
  });

  test("of a thing JSON does not have are none, and no part of one changes", () => {
    const date = new Date(0);
    expect([...simplerValues(date), ...simplerValues(undefined), ...simplerValues(5n)]).toEqual([]);
    expect([...simplerValues([date])]).toEqual([[]]);
  });

  test("of a whole number lead to every smaller one by halving what is between", () => {
    expect([...simplerValues(10)]).toEqual([0, 5, 8, 9]);
    expect([...simplerValues(-3)]).toEqual([0, 3, -2]);
    expect([...simplerValues(2.5)]).toEqual([0, 2, 1]);
  });
});
