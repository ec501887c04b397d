import { expect, test } from "vitest";

import { comparedTimes } from "../../../src/inspector/view/compared-times.ts";

const took = (durationMs: number | undefined) => ({ state: "Completed", durationMs }) as const;

test("how many times as long something took is told as exactly as it can be read", () => {
  expect(comparedTimes(took(100), took(150))).toBe("× 1.50");
  expect(comparedTimes(took(0.07), took(41))).toBe("× 586");
  expect(comparedTimes(took(0.01), took(97_123))).toBe("× 9,712,300");
  expect(comparedTimes(took(97), took(0.01))).toBe("× < 0.01");
});

test("nothing is told of what failed, is missing, was taken over or took no time", () => {
  expect(comparedTimes(took(100), { state: "Failed", durationMs: 3 })).toBe("");
  expect(comparedTimes(null, took(3))).toBe("");
  expect(comparedTimes(took(undefined), took(3))).toBe("");
  expect(comparedTimes(took(0), took(3))).toBe("");
});
