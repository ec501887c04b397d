import * as fc from "fast-check";
import { expect, test } from "vitest";

import { compareText } from "../../src/store/compare-text.ts";

const text = fc.string({
  unit: fc.constantFrom("a", "b", "\uffff", "\ufb00", "\u{1f4a5}", "\u{1f4a6}", "\u{10ffff}"),
  maxLength: 4,
});

test("texts are in the order of their UTF-8 bytes", () => {
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareText(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { numRuns: 2000 },
  );
});
