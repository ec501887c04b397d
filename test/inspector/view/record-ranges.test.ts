import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { recordRanges } from "../../../src/inspector/view/record-ranges.ts";

const seqs = fc.array(fc.integer({ min: 1, max: 40 }), { size: "large", maxLength: 400 }).map((gaps) =>
  gaps.map(
    (
      (at) => (gap: number) =>
        (at += gap)
    )(0),
  ),
);

describe("record ranges", () => {
  test("hold every record once, in order, at most 500 at a time", () => {
    fc.assert(
      fc.property(seqs, (wanted) => {
        const ranges = recordRanges(wanted);
        const held = wanted.filter((seq) => ranges.filter(([from, to]) => from <= seq && seq <= to).length === 1);
        expect(held).toEqual(wanted);
        for (const [place, [from, to]] of ranges.entries()) {
          expect(to - from).toBeLessThan(500);
          expect(from).toBeGreaterThan(ranges[place - 1]?.[1] ?? 0);
        }
      }),
    );
  });

  test("hold little that is not wanted", () => {
    fc.assert(
      fc.property(seqs, (wanted) => {
        const records = recordRanges(wanted).reduce((sum, [from, to]) => sum + to - from + 1, 0);
        expect(records).toBeLessThanOrEqual(9 * wanted.length);
      }),
    );
    expect(recordRanges([1, 2, 4, 100])).toEqual([
      [1, 4],
      [100, 100],
    ]);
  });
});
