import { expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../src/index.ts";

const compute = (milliseconds: number): number => {
  const end = performance.now() + milliseconds;
  let turns = 0;
  while (performance.now() < end) turns++;
  return turns;
};

test("a run of modules that never wait hears a cancel between two of them", async () => {
  const workflow = defineWorkflow("busy")
    .module("Loader", { run: () => compute(15) })
    .module("Reporter", { run: () => compute(15) });
  const controller = new AbortController();
  const executor = new Executor({
    workflow,
    config: { Loader: { once: { repeat: 200 } }, Reporter: { all: {} } },
    signal: controller.signal,
  });
  setImmediate(() => controller.abort());
  const outcome = await executor.run();
  expect(outcome).toMatchObject({ state: "Failed", reason: "cancelled" });
  expect(outcome.executions.Completed).toBeLessThan(10);
});
