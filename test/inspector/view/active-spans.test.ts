import * as fc from "fast-check";
import { expect, test } from "vitest";

import { activeSpans, type Span } from "../../../src/inspector/view/active-spans.ts";

const inside = (moment: number, spans: readonly Span[]): boolean =>
  spans.some(({ from, to }) => from <= moment && moment < to);

test("the parts of a span in which its process lived are all of it but the pauses", () => {
  const edges = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 8 });
  fc.assert(
    fc.property(edges, fc.nat(40), fc.nat(30), (unsorted, from, long) => {
      const sorted = unsorted.toSorted((a, b) => a - b);
      const pauses = sorted.flatMap((edge, nth) => {
        const to = sorted[nth + 1];
        return nth % 2 === 0 && to !== undefined ? [{ from: edge, to }] : [];
      });
      const parts = activeSpans({ from, to: from + long }, pauses);
      expect(parts.length).toBeGreaterThan(0);
      for (let moment = 0; moment <= 80; moment++)
        expect(inside(moment, parts)).toBe(inside(moment, [{ from, to: from + long }]) && !inside(moment, pauses));
    }),
  );
});
