import * as Effect from "effect/Effect";
import { expect, test } from "vitest";

import { defineWorkflow, Executor, memoryStore, type StoreService } from "../../src/index.ts";
import { atOnce, nowOf } from "../../src/journal/at-once.ts";

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

test("a run whose modules take no time, but whose records do, hears a cancel between two of them", async () => {
  const slow = Effect.map(memoryStore(), (store): StoreService => ({
    ...store,
    own: (runId) =>
      Effect.map(store.own(runId), (run) => {
        const keep = nowOf(run.journal.append);
        const append = atOnce((records: Parameters<typeof keep>[0]) => {
          compute(5);
          return keep(records);
        });
        return { ...run, journal: { append } };
      }),
  }));
  const workflow = defineWorkflow("quick")
    .module("Loader", { run: () => void setImmediate(() => controller.abort()) })
    .module("Reporter", { run: () => 2 });
  const controller = new AbortController();
  const executor = new Executor({
    workflow,
    config: { Loader: { once: { repeat: 200 } }, Reporter: { all: {} } },
    signal: controller.signal,
    store: slow,
  });
  const outcome = await executor.run();
  expect(outcome).toMatchObject({ state: "Failed", reason: "cancelled" });
  expect(outcome.executions.Completed).toBeLessThan(20);
});
