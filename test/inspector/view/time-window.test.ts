import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { brushedTime, movedTime, type TimeWindow, zoomedTime } from "../../../src/inspector/view/time-window.ts";

const whole: TimeWindow = { from: 1000, to: 2000 };
const place = fc.double({ min: 500, max: 2500, noNaN: true });

const isInside = ({ from, to }: TimeWindow): boolean => from >= whole.from && to <= whole.to && from < to;

describe("the window of time", () => {
  test("is always a part of what there is, however it is brushed and zoomed", () => {
    fc.assert(
      fc.property(place, place, fc.double({ min: 0.01, max: 10, noNaN: true }), place, (one, other, factor, around) => {
        const brushed = brushedTime(whole, one, other);
        expect(brushed).toEqual(brushedTime(whole, other, one));
        // Undefined is all there is.
        expect(isInside(brushed ?? whole)).toBe(true);
        expect(isInside(zoomedTime(whole, brushed ?? whole, factor, around) ?? whole)).toBe(true);
      }),
    );
  });

  test("has, after a zoom, what it was zoomed around where that was", () => {
    const window = { from: 1200, to: 1600 };
    expect(zoomedTime(whole, window, 0.5, 1300)).toEqual({ from: 1250, to: 1450 });
    expect(zoomedTime(whole, window, 100, 1300)).toBeUndefined();
  });

  test("keeps its length when it is moved, and stops at both ends", () => {
    const window = { from: 1200, to: 1600 };
    expect(movedTime(whole, window, 0.25)).toEqual({ from: 1300, to: 1700 });
    expect(movedTime(whole, window, 5)).toEqual({ from: 1600, to: 2000 });
    expect(movedTime(whole, window, -5)).toEqual({ from: 1000, to: 1400 });
  });

  test("is all there is where nothing was brushed", () => {
    expect(brushedTime(whole, 1500, 1500)).toBeUndefined();
    expect(brushedTime(whole, 900, 3000)).toBeUndefined();
    expect(brushedTime(whole, 1700, 1500)).toEqual({ from: 1500, to: 1700 });
  });
});
