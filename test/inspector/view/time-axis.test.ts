import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { foldedAxis, plainAxis } from "../../../src/inspector/view/time-axis.ts";

const spans = fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 30 })), {
  minLength: 1,
  maxLength: 12,
});
const axisOf = (given: readonly (readonly [number, number])[]) =>
  foldedAxis({
    starts: Float64Array.from(given, ([from]) => from).toSorted(),
    ends: Float64Array.from(given, ([from, long]) => from + long).toSorted(),
  });

describe("the axis of time", () => {
  test("keeps the length of whatever was in progress, and the order of all moments", () => {
    fc.assert(
      fc.property(spans, fc.array(fc.nat(600), { minLength: 2 }), (given, moments) => {
        const axis = axisOf(given);
        for (const [start, long] of given) expect(axis.fold(start + long) - axis.fold(start)).toBeCloseTo(long, 6);
        const places = moments.toSorted((a, b) => a - b).map(axis.fold);
        for (const [nth, place] of places.entries()) expect(place).toBeGreaterThanOrEqual(places[nth - 1] ?? place);
        for (const moment of moments) expect(axis.unfold(axis.fold(moment))).toBeCloseTo(moment, 5);
      }),
    );
  });

  test("folds what is idle for more than a tenth of the time something was in progress, and nothing else", () => {
    fc.assert(
      fc.property(spans, (given) => {
        const busy = new Set(given.flatMap(([start, long]) => Array.from({ length: long }, (_, ms) => start + ms)));
        const end = Math.max(...given.map(([start, long]) => start + long));
        const { gaps } = axisOf(given);
        for (const { from, to, shownMs } of gaps) {
          expect(to - from).toBeGreaterThan(busy.size / 10);
          expect(shownMs).toBeLessThan(to - from);
          for (let ms = from; ms < to; ms++) expect(busy.has(ms)).toBe(false);
        }
        // What is left between the busy moments, once the gaps are out, has no longer stretch.
        let [idle, longest] = [0, 0];
        for (let ms = Math.min(...given.map(([start]) => start)); ms < end; ms++) {
          idle = busy.has(ms) || gaps.some(({ from, to }) => from <= ms && ms < to) ? 0 : idle + 1;
          longest = Math.max(longest, idle);
        }
        expect(busy.size === 0 || longest <= busy.size / 10).toBe(true);
      }),
    );
  });

  test("is plain where nothing is folded", () => {
    expect(
      axisOf([
        [0, 10],
        [10, 5],
      ]),
    ).toBe(plainAxis);
  });
});
