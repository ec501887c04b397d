/** The runner itself: a block that says something false must fail. */
import { describe, expect, test } from "vitest";

import { any, is, rest } from "./expected.ts";
import { withExpectations } from "./expectation.ts";

describe("withExpectations", () => {
  test.each([
    ["1 + 1; // => 2", '$is(1 + 1, "line 1: // => 2", (2));'],
    ["f(\n  x,\n); // => 2", '$is(f(\n  x,\n), "line 3: // => 2", (2));'],
    ["f();\n// => 2", '$is(f(), "line 2: // => 2", (2));\n'],
    ["f(); // => {\n//   a: 1,\n// }\n// done", '$is(f(), "line 1: // => { a: 1, }", ({ a: 1, }));\n\n\n// done'],
    ["const a = 1;\na; // => …", 'const a = 1;\n$is(a, "line 2: // => …", ($any));'],
    [
      'a; // => [{ b: …, … }, "c…", …]',
      '$is(a, "line 1: // => [{ b: …, … }, \\"c…\\", …]", ([{ b: $any, ...$rest }, "c…", ...$rest]));',
    ],
    ["// no more than a comment", "// no more than a comment"],
  ])("%s", (code, module) => {
    expect(withExpectations(code)).toBe(module);
  });

  test("refuses what is no expression, on either side", () => {
    expect(() => withExpectations("const a = 1; // => 1")).toThrow("no expression");
    expect(() => withExpectations("a; // => about a second")).toThrow("no expression");
  });
});

describe("is", () => {
  const holds = (actual: unknown, expected: unknown): boolean => {
    try {
      is(actual, "here", expected);
      return true;
    } catch {
      return false;
    }
  };

  test.each([
    [{ a: 1 }, { a: 1 }, true],
    [{ a: 1 }, { a: 2 }, false],
    [{ a: 1, b: 2 }, { a: 1 }, false],
    [{ a: 1, b: 2 }, { a: 1, "…": true }, true],
    [{ b: 2 }, { a: 1, "…": true }, false],
    [{ a: null }, { a: any }, true],
    [[1, 2, 3], [1, ...rest], true],
    [[2, 3], [1, ...rest], false],
    [[], [1, ...rest], false],
    [[1, 2], [1], false],
    ["abcdef", "ab…ef", true],
    ["abcdeg", "ab…ef", false],
    [undefined, null, false],
    [[{ a: [1, 2], b: 1 }], [{ a: [1, ...rest], "…": true }], true],
    [[{ a: [2, 2], b: 1 }], [{ a: [1, ...rest], "…": true }], false],
  ])("%j is %j: %s", (actual, expected, expectation) => {
    expect(holds(actual, expected)).toBe(expectation);
  });
});
