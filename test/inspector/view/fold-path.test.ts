import { expect, test } from "vitest";

import { foldPath, shortKey } from "../../../src/inspector/view/fold-path.ts";
import type { PathStep } from "../../../src/workflow/experiment-key.ts";

const path = Array.from({ length: 90 }, (_, place): PathStep => [`M${place + 1}`, "a"]);

test("a path of up to eight steps is shown whole, a longer one by its first step and its last three", () => {
  expect(foldPath(path.slice(0, 8))).toBeUndefined();
  expect(shortKey(path.slice(0, 2))).toBe("M1[a]_M2[a]");
  expect(foldPath(path)).toEqual({ begin: "M1[a]", between: 86, end: "M88[a]_M89[a]_M90[a]" });
  expect(shortKey(path.slice(0, 9))).toBe("M1[a]_ … 5 more … _M7[a]_M8[a]_M9[a]");
});
