import * as fc from "fast-check";
import { expect, test } from "vitest";

import { concurrencyOver, concurrencySteps } from "../../../src/inspector/view/concurrency.ts";

test("the concurrency says how many ran at once: in each slot the most of any moment in it", () => {
  const span = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 20 }));
  fc.assert(
    fc.property(fc.array(span, { minLength: 1, maxLength: 12 }), fc.nat(30), fc.nat(29), (spans, from, less) => {
      const starts = Float64Array.from(spans, ([start]) => start).toSorted();
      const ends = Float64Array.from(spans, ([start, long]) => start + long).toSorted();
      const to = 60 - less;
      const most = concurrencyOver(concurrencySteps({ starts, ends }), from, to, to - from);
      const expected = Array.from(
        { length: to - from },
        (_, slot) => spans.filter(([start, long]) => start <= from + slot && from + slot < start + long).length,
      );
      expect([...most]).toEqual(expected);
    }),
  );
});
