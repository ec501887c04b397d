import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { JournalRecord } from "../../src/index.ts";
import { findings, withoutTime } from "./normalise.ts";
import { runScheduled, scheduled } from "./run-scheduled.ts";
import { type Built, build, expectedOf, randomWorkflow } from "./workflow-arbitrary.ts";

describe("the order in which executions complete", () => {
  test("changes nothing of what a run finds out: results, states, snapshots, changes, schemas, failures", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, fc.scheduler(), async (random, scheduler) => {
        const sequential = build({ ...random, concurrency: 1, retain: "all" }, { runId: "r" });
        const reordered = build({ ...random, retain: "all" }, { runId: "r" }, scheduled(scheduler));
        await sequential.executor.run();
        await runScheduled(reordered.executor, scheduler);
        expect(findings(reordered.executor.status)).toEqual(findings(sequential.executor.status));
        expect(reordered.executor.getResult()).toEqual(sequential.executor.getResult());
        expect(reordered.calls).toEqual(new Map(sequential.calls));
      }),
      { numRuns: 120 },
    );
  });

  test("is the plan's pre-order at concurrency 1, whatever the modules do", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        const { executor } = build({ ...random, concurrency: 1 });
        await executor.run();
        const started = executor.status.records.flatMap((record) =>
          record.type === "module.started" ? [record.execution] : [],
        );
        const due = [...expectedOf(random).values()].flatMap(({ state }, at) => (state === "NotStarted" ? [] : [at]));
        expect(started).toEqual(due);
      }),
      { numRuns: 150 },
    );
  });

  test("is the same for the same workflow twice: a run at concurrency 1 is deterministic to the record", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        const [once, again] = [build({ ...random, concurrency: 1 }), build({ ...random, concurrency: 1 })];
        await Promise.all([once.executor.run(), again.executor.run()]);
        const [[, ...first], [, ...second]] = [once.executor.status.records, again.executor.status.records];
        expect(withoutTime<JournalRecord[]>(first)).toEqual(withoutTime<JournalRecord[]>(second));
      }),
      { numRuns: 40 },
    );
  });
});

describe("concurrency", () => {
  test("is never exceeded, and reached as soon as there is that much to do", async () => {
    await fc.assert(
      fc.asyncProperty(
        randomWorkflow,
        fc.integer({ min: 1, max: 6 }),
        fc.scheduler(),
        async (random, concurrency, scheduler) => {
          // Every execution waits, so that what is in progress whenever all is quiet is what the executor allows.
          const waiting = random.behaviours.map((each) => ({ ...each, way: "scheduled" as const }));
          const { executor } = build({ ...random, behaviours: waiting, concurrency }, {}, scheduled(scheduler));
          let most = 0;
          executor.observe(() => (most = Math.max(most, executor.status.executionCounts.InProgress)));
          await runScheduled(executor, scheduler, () => {
            const { status } = executor;
            const ready = [...status.executions()].filter(
              ({ execution, state }) =>
                state === "InProgress" || (state === "NotStarted" && isReady(executor, execution)),
            );
            expect(status.executionCounts.InProgress).toBe(Math.min(concurrency, ready.length));
          });
          expect(most).toBeLessThanOrEqual(concurrency);
        },
      ),
      { numRuns: 60 },
    );
  });
});

const isReady = ({ status }: Built["executor"], execution: number): boolean => {
  const { parent } = status.plan.execution(execution);
  if (parent === undefined) return true;
  const above = status.plan.execution(parent).path.map(([module, name]) => `${module}[${name}]`);
  return status.getState(above.join("_")) === "Completed";
};
