import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { fitText } from "../../../src/inspector/view/fit-text.ts";

/** As in a proportional font: letters have widths of their own. */
const widthOf = (text: string): number =>
  Array.from(text).reduce((width, letter) => width + 4 + ((letter.codePointAt(0) ?? 0) % 7), 0);

const letters = (text: string): number => text.length;

/** Where the ellipsis is that was put in: a text may have some of its own. */
const cutAt = (fitted: string, given: string): number | undefined =>
  Array.from(fitted.matchAll(/…/gu), ({ index }) => index).find(
    (index) => given.startsWith(fitted.slice(0, index)) && given.endsWith(fitted.slice(index + 1)),
  );

describe("a text on a canvas", () => {
  test("stays as it is where it has room, and else is its begin and its end, which have", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), fc.integer({ min: 0, max: 400 }), (given, room) => {
        const fitted = fitText(given, room, widthOf);
        expect(widthOf(fitted)).toBeLessThanOrEqual(room);
        expect(fitted.isWellFormed()).toBe(true);
        const isCut = room >= widthOf("…") ? cutAt(fitted, given) !== undefined : fitted === "";
        expect(widthOf(given) <= room ? fitted === given : isCut).toBe(true);
      }),
    );
  });

  test("is told apart by its end from those that begin alike", () => {
    expect(fitText("a-long-experiment-0001", 9, letters)).toBe("a-lo…0001");
    expect(fitText("a-long-experiment-0002", 9, letters)).toBe("a-lo…0002");
  });
});
