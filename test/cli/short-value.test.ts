import { describe, expect, test } from "vitest";

import { Redaction } from "../../src/journal/redaction.ts";
import { shortValue } from "../../src/cli/short-value.ts";

describe("a value on one line", () => {
  const { text } = new Redaction(["hunter22", "48151623"]);

  test.each<readonly [unknown, string]>([
    ["hunter22", '"[secret]"'],
    [{ "a hunter22": { b: "hunter22" } }, '{ a [secret]: { b: "[secret]" } }'],
    [[48_151_623, 48_151_623n, 1.23456], "[[secret], [secret]n, 1.235]"],
    [new Error("no hunter22"), "Error: no [secret]"],
    [Symbol("hunter22"), "Symbol([secret])"],
  ])("shows no secret: %o", (value, shown) => expect(shortValue(value, text)).toBe(shown));

  test("shows no half of a secret where it is cut", () => {
    for (let before = 40; before < 60; before++)
      expect(shortValue(`${"x".repeat(before)}hunter22`, text)).not.toMatch(/h|u/u);
  });
});
