import { setImmediate } from "node:timers/promises";

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor, memoryStore, type Status } from "../../../src/index.ts";
import { asOptions, exceeded, randomLimits, type RandomLimits } from "../limits-oracle.ts";
import { runScheduled, scheduled } from "../run-scheduled.ts";
import { build, randomWorkflow } from "../workflow-arbitrary.ts";

/** The limits that were exceeded at any moment by the executions that called their module. */
const everExceeded = (limits: RandomLimits, { records, plan }: Status): readonly string[] => {
  const reused = new Set(
    records.flatMap((record) =>
      record.type === "module.completed" && record.origin === "reused" ? [record.execution] : [],
    ),
  );
  const inProgress = plan.modules.map(() => 0);
  return records.flatMap((record) => {
    const change = { "module.started": 1, "module.completed": -1, "module.failed": -1 }[record.type as string];
    if (change === undefined || !("execution" in record) || reused.has(record.execution)) return [];
    const { depth } = plan.execution(record.execution);
    inProgress[depth] = (inProgress[depth] ?? 0) + change;
    return exceeded(limits, inProgress);
  });
};

describe("a run that takes over results", () => {
  test("keeps to its limits with what it carries out, comes to its end, and to the same one", async () => {
    await fc.assert(
      fc.asyncProperty(
        randomWorkflow,
        randomLimits,
        fc.integer({ min: 2, max: 6 }),
        fc.scheduler(),
        async (random, limits, concurrency, scheduler) => {
          const store = memoryStore();
          const { policies, resources } = asOptions(limits, random.modules.length);
          const first = build({ ...random, policies, retain: "all" }, { resources, store, runId: "first" });
          await first.executor.run();
          const options = { resources, store, concurrency };
          const { executor } = build({ ...random, policies, retain: "all" }, options, scheduled(scheduler));
          await runScheduled(executor, scheduler, undefined, (ready) => ready.retry("first"));
          expect(everExceeded(limits, executor.status)).toEqual([]);
          expect(executor.status.executionCounts).toEqual(first.executor.status.executionCounts);
          expect(executor.getResult()).toEqual(first.executor.getResult());
        },
      ),
      { numRuns: 60 },
    );
  });

  test.each(["retry", "reuse"] as const)("by %s takes no slot for them, and waits for none", async (way) => {
    const gate = Promise.withResolvers<number>();
    const store = memoryStore();
    let broken = way === "retry";
    const executorFor = (n: number) =>
      new Executor({
        workflow: defineWorkflow("w").module("Trainer", {
          reuse: way === "reuse",
          resources: { gpu: 1 },
          run: ({ experimentName, params }): number | Promise<number> => {
            if (experimentName !== "slow") return 1;
            if (broken) throw new Error("not yet");
            return params["n"] === 2 || way === "retry" ? gate.promise : 0;
          },
        }),
        config: { Trainer: { slow: { n }, a: {}, b: {}, c: {} } },
        concurrency: 3,
        resources: { gpu: 1 },
        store,
      });
    const { runId } = await executorFor(1).run();
    broken = false;
    const executor = executorFor(way === "retry" ? 1 : 2);
    const running = way === "retry" ? executor.retry(runId) : executor.run();
    for (let turn = 0; turn < 200 && executor.status.executionCounts.Completed < 3; turn++) await setImmediate();
    expect(executor.status.executionCounts).toMatchObject({ InProgress: 1, Completed: 3 });
    gate.resolve(2);
    await running;
    expect(executor.isExecutionCompleted()).toBe(true);
  });
});
