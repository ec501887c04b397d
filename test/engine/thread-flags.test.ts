import { expect, test } from "vitest";

import { threadFlags } from "../../src/engine/thread-flags.ts";

test("threads have the flags of their process, unless these say how its program is written", () => {
  expect(threadFlags(["--max-semi-space-size=64", "--import", "tsx"])).toBe(undefined);
  expect(threadFlags(["--expose-gc", "--input-type=module", "--eval", "1"])).toEqual([]);
  expect(threadFlags(["--input-type", "module", "-e", "1"])).toEqual([]);
});
