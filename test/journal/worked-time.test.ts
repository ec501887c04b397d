import { expect, test } from "vitest";

import { goneOn, workedMs, workedSince } from "../../src/journal/worked-time.ts";

test("processes work on a run from their first record to their last, and the time in between is nobody's", () => {
  const second = goneOn(workedSince(1_000), 1_300, 5_000);
  const third = goneOn(second, 5_040, 9_000);
  expect(third).toEqual({ goesOnSince: 9_000, earlierMs: 340, resumptions: 2 });
  expect(workedMs(third, 9_002, undefined)).toBe(342);
});

test("the last of a run that is over worked as long as it measured", () => {
  expect(workedMs(workedSince(1_000), 1_300, 299.5)).toBe(299.5);
  expect(workedMs(goneOn(workedSince(1_000), 1_300, 5_000), 5_040, 0)).toBe(300);
});

test("a clock that is set back takes away from no process's time", () => {
  expect(workedMs(workedSince(1_000), 400, undefined)).toBe(0);
  expect(goneOn(workedSince(1_000), 400, 500)).toEqual({ goesOnSince: 500, earlierMs: 0, resumptions: 1 });
});
