import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { experimentKey, parseExperimentKey } from "../../src/workflow/experiment-key.ts";
import { repeatName } from "../../src/workflow/repeat.ts";
import { experimentName, moduleName } from "./arbitraries.ts";

const plannedName = fc.oneof(
  experimentName,
  fc
    .tuple(experimentName, fc.nat({ max: 20 }), fc.nat({ max: 20 }))
    .map(([name, k, of]) => repeatName(name, k + 1, k + of + 1)),
);
const path = fc.array(fc.tuple(moduleName, plannedName), { minLength: 1, maxLength: 5 });

test("parse ∘ format is the identity, so keys are injective", () => {
  fc.assert(
    fc.property(path, (steps) => {
      expect(parseExperimentKey(experimentKey(steps))).toEqual(steps);
    }),
    { numRuns: 2000 },
  );
});

test("format ∘ parse is the identity on every text that parses", () => {
  const keyLike = fc.string({ unit: fc.constantFrom("A", "[", "]", "_", "x"), maxLength: 14 });
  fc.assert(
    fc.property(keyLike, (key) => {
      const parsed = parseExperimentKey(key);
      expect(experimentKey(parsed ?? [])).toBe(parsed === undefined ? "" : key);
    }),
    { numRuns: 5000 },
  );
});

describe("labels", () => {
  test("read as PETsARD wrote them", () => {
    expect(
      experimentKey([
        ["Loader", "adult"],
        ["Splitter", "sp_[3-1]"],
      ]),
    ).toBe("Loader[adult]_Splitter[sp_[3-1]]");
  });

  test("the names that made two paths share a key in PETsARD are apart, or refused", () => {
    expect(parseExperimentKey("A[]_B[]_B[]")).toBeUndefined();
    expect(parseExperimentKey("A[x]_B[y]")).toEqual([
      ["A", "x"],
      ["B", "y"],
    ]);
  });

  test.each([
    "",
    "Loader",
    "Loader[",
    "Loader[]",
    "[x]",
    "Loader[x",
    "Loader[x]_",
    "Loader[x]_B",
    "a]b[x]",
    "Loader[x] ",
  ])("%j is no key", (key) => {
    expect(parseExperimentKey(key)).toBeUndefined();
  });
});
