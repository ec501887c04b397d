import { expect, test } from "vitest";

import { ConfigError, defineWorkflow, Executor } from "../../src/index.ts";

const workflow = defineWorkflow("one").module("Loader", { run: () => 1 });
const config = { Loader: { a: {} } };

/** An executor with options of which the compiler knows nothing. */
const withOptions = (options: object) => new Executor({ workflow, config, ...options });

test.each([
  ["onFailure", "stopp", '"stopp" is no value of it. Did you mean stop?'],
  ["onFailure", null, "null is no value of it. There are continue, stop."],
  ["retain", "leafs", '"leafs" is no value of it. Did you mean leaves?'],
  ["actors", "machin", '"machin" is no value of it. Did you mean machine?'],
  ["reuse", "no", '"no" is no value of it. There are true, false.'],
  ["store", "runs.db", '"runs.db" is no store. Write sqliteStore("runs.db"), or leave the option out.'],
])("a run with the option %s %j is refused before anything is on record", async (option, value, why) => {
  const executor = withOptions({ [option]: value });
  const refusal: unknown = await executor.run().catch((thrown: unknown) => thrown);
  expect(refusal).toBeInstanceOf(ConfigError);
  expect(String(refusal)).toContain(`Executor › ${option}: ${why}`);
  expect(executor.status.seq).toBe(0);
});

test("every value there is runs", async () => {
  for (const [option, values] of Object.entries({
    onFailure: ["continue", "stop", undefined],
    retain: ["all", "leaves", undefined],
    actors: ["leaf", "machine", undefined],
    reuse: [true, false, undefined],
  }))
    for (const value of values) expect((await withOptions({ [option]: value }).run()).state).toBe("Completed");
});

test("all of them are told at once", async () => {
  const executor = withOptions({ onFailure: "stopp", retain: "leafs" });
  await expect(executor.run()).rejects.toMatchObject({
    issues: [{ path: ["Executor", "onFailure"] }, { path: ["Executor", "retain"] }],
  });
});
