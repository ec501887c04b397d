import { expect, test } from "vitest";

import { describeResult } from "../../src/executor/describe-result.ts";

test("a typed array of more elements than Node can list the names of is a result like any other", () => {
  const data = new Uint8Array(1_100_000_000); // Never written to, so it takes no memory.
  expect(describeResult(data, { data: undefined, schema: null }).data === data).toBe(true);
});
