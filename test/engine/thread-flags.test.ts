import { expect, test } from "vitest";

import { threadFlags } from "../../src/engine/thread-flags.ts";

test.each([
  [["--input-type=module", "--eval", "1"], []],
  [["--input-type", "module", "-e", "1", "--expose-gc"], ["--expose-gc"]],
  [
    ["--max-semi-space-size=64", "--import", "tsx"],
    ["--max-semi-space-size=64", "--import", "tsx"],
  ],
])("a thread of a process with the flags %j has %j", (flags, left) => {
  expect(threadFlags(flags)).toEqual(left);
});
