import { inspect } from "node:util";
import { expect, test } from "vitest";

import { ConfigError, StatusError } from "../src/error.ts";
import { StoreError } from "../src/store-error.ts";

test.each([
  new ConfigError({ issues: [{ path: ["Loader", "adult"], reason: "it is null", remedy: "Write {}." }] }),
  new StatusError({ reason: "unknown-key", subject: "Loader[x]", detail: "there is none." }),
  new StoreError({ reason: "full", subject: "runs.db", detail: "no space is left.", cause: new Error("ENOSPC") }),
])("console.log of a $name shows its message, its stack and its data", (error) => {
  const [first, second] = inspect(error).split("\n");
  expect(first).toBe(`${error.name}: ${error.message}`);
  expect(second).toMatch(/^ {4}at /u);
  expect(inspect(error)).toContain(`_tag: '${error._tag}'`);
});
