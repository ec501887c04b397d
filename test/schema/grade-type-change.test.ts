import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { gradeTypeChange } from "../../src/schema/grade-type-change.ts";
import { scalarType } from "../../src/testing/arbitraries/field.ts";

const type = fc.oneof(
  scalarType,
  fc.constantFrom(
    "int16",
    "uint16",
    "uint32",
    "uint64",
    "float16",
    "decimal128(20,0)",
    "decimal128(10,0)",
    "decimal256(76,4)",
  ),
);

describe("grades of type changes", () => {
  test("no change has no grade, and narrow is exactly the way back of widen", () => {
    fc.assert(
      fc.property(type, type, (before, after) => {
        const grade = gradeTypeChange(before, after);
        expect(grade === undefined).toBe(before === after);
        expect(grade === "narrow").toBe(gradeTypeChange(after, before) === "widen" && grade !== "widen");
      }),
      { numRuns: 3000 },
    );
  });

  test("widening twice is widening", () => {
    fc.assert(
      fc.property(type, type, type, (first, second, third) => {
        fc.pre(first !== third);
        fc.pre(gradeTypeChange(first, second) === "widen" && gradeTypeChange(second, third) === "widen");
        expect(gradeTypeChange(first, third)).toBe("widen");
      }),
      { numRuns: 500, maxSkipsPerRun: 10_000 },
    );
  });

  test.each([
    ["int8", "decimal128(10,0)", "widen"],
    ["int64", "decimal128(19,0)", "cast"],
    ["int64", "decimal128(22,2)", "widen"],
    ["decimal128(10,2)", "decimal128(12,2)", "widen"],
    ["decimal128(10,2)", "decimal128(12,4)", "widen"],
    ["decimal128(10,2)", "decimal128(11,4)", "cast"],
    ["decimal128(12,2)", "decimal128(10,2)", "narrow"],
    ["int64", "float64", "cast"],
    ["int32", "float64", "widen"],
    ["int32", "float32", "cast"],
    ["uint32", "int64", "widen"],
    ["date32", "timestamp[us]", "widen"],
    ["date32", "timestamp[us,UTC]", "cast"],
    ["utf8", "null", "narrow"],
    ["struct", "list", "cast"],
  ])("from %s to %s is %s", (before, after, grade) => {
    expect(gradeTypeChange(before, after)).toBe(grade);
  });
});
