import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { checkExperimentName, checkModuleName, checkPlannedName, findNameClashes } from "../../src/workflow/names.ts";

describe("ordinary names", () => {
  test.each([
    "__proto__",
    "constructor",
    "then",
    "toString",
    "10",
    "2",
    "x",
    "é",
    "👩‍🔬",
    "a b  c",
    " lead",
    "slash/x",
    "中文",
  ])("%j is legal for modules and experiments", (name) => {
    expect(checkModuleName(name)).toBeUndefined();
    expect(checkExperimentName(name)).toBeUndefined();
  });

  test.each(["x[a]", "[a]", "x_[a]b", "x_[a] ", "x_[a][b]", "x_[a]]", "_[", "]", "["])(
    "%j is legal for experiments, though not for modules",
    (name) => {
      expect(checkExperimentName(name)).toBeUndefined();
      expect(checkModuleName(name)?.reason).toContain("[ or ]");
    },
  );
});

describe("refused names", () => {
  test.each([
    ["", "empty"],
    ["a\nb", "U+000A"],
    ["a\tb", "U+0009"],
    ["\0", "U+0000"],
    ["a\u007f", "U+007F"],
    ["a\u0085", "U+0085"],
    ["a\u2028", "line separator"],
    ["invoice\u202Efdp", "text direction mark U+202E"],
    ["a\u200f", "U+200F"],
    ["\ud800", "surrogate"],
    ["a\udfff", "surrogate"],
    ["x".repeat(256), "256 bytes"],
    ["é".repeat(128), "256 bytes"],
    ["👍".repeat(64), "256 bytes"],
  ])("%j: %s", (name, reason) => {
    expect(checkModuleName(name)?.reason).toContain(reason);
    expect(checkExperimentName(name)?.reason).toContain(reason);
  });

  test.each(["x_[a]", "x_[]", "_[a]", "x_[[a]", "x_[ünï]", "sp_[3-1]"])("%j ends like a repeat", (name) => {
    expect(checkExperimentName(name)?.reason).toContain("reserved for repeated experiments");
  });

  test('"]_" would make keys ambiguous', () => {
    expect(checkExperimentName("x]_B[y")).toEqual({
      reason: 'an experiment name may not contain "]_"',
      remedy: 'Write "x]-B[y" instead.',
    });
  });

  test("Executor is the section of options", () => {
    expect(checkModuleName("Executor")?.reason).toContain("section of run options");
    expect(checkExperimentName("Executor")).toBeUndefined();
  });

  test("a name of 255 bytes is the longest", () => {
    expect(checkExperimentName("x".repeat(255))).toBeUndefined();
    expect(checkExperimentName("👍".repeat(63))).toBeUndefined();
  });

  test("a name of 1 MB is refused without being copied whole into the message", () => {
    const problem = checkModuleName("x".repeat(1_000_000));
    expect(problem?.reason).toBe("the name takes 1000000 bytes, more than 255");
  });
});

test("the byte count is that of UTF-8", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 60, maxLength: 300 }), (name) => {
      const bytes = new TextEncoder().encode(name).length;
      const reason = checkExperimentName(name)?.reason ?? "";
      fc.pre(reason === "" || reason.includes("bytes"));
      expect(reason.includes("bytes")).toBe(bytes > 255);
    }),
  );
});

test("names made by repeat are legal in a plan, and only they", () => {
  expect(checkPlannedName("sp_[3-1]")).toBeUndefined();
  expect(checkPlannedName("sp_[100-001]")).toBeUndefined();
  expect(checkPlannedName("sp_[a]")).toBeDefined();
  expect(checkPlannedName("sp_[3-1]_[3-1]")).toBeDefined();
  expect(checkPlannedName("_[3-1]")).toBeDefined();
  expect(checkPlannedName(`${"x".repeat(250)}_[3-1]`)?.reason).toContain("256 bytes");
});

test("NFC and NFD forms of one name clash, and so do equal names", () => {
  expect(findNameClashes(["é", "e", "e\u0301", "e"])).toEqual([
    { index: 2, earlier: "é" },
    { index: 3, earlier: "e" },
  ]);
  expect(findNameClashes(["A", "a", "ａ"])).toEqual([]);
});
