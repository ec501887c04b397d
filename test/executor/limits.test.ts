import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { clockOf } from "./clock-of.ts";
import type { Executor } from "../../src/index.ts";
import { asOptions, exceeded, overtakings, randomLimits, waitsForNothing } from "./limits-oracle.ts";
import { findings } from "./normalise.ts";
import { runScheduled, scheduled } from "./run-scheduled.ts";
import { build, type RandomWorkflow, randomWorkflow } from "./workflow-arbitrary.ts";

const concurrency = fc.integer({ min: 1, max: 6 });

/** Every execution waits until the scheduler lets it end, so that a quiet moment is what the executor allows. */
const waitingAll = (random: RandomWorkflow): RandomWorkflow => ({
  ...random,
  behaviours: random.behaviours.map((each) => ({ ...each, way: "scheduled" as const })),
});

describe("a run with limits", () => {
  test("never exceeds one of them, runs every execution once, and finds out what a run without them does", async () => {
    await fc.assert(
      fc.asyncProperty(
        randomWorkflow,
        randomLimits,
        concurrency,
        fc.scheduler(),
        async (random, limits, workers, scheduler) => {
          const { policies, resources } = asOptions(limits, random.modules.length);
          const free = build({ ...random, retain: "all", concurrency: 1 }, { runId: "r" });
          const limited = build(
            { ...random, policies, retain: "all" },
            { runId: "r", concurrency: workers, resources },
            scheduled(scheduler),
          );
          const { executor } = limited;
          const broken: string[] = [];
          executor.observe(() => {
            const { modules, executions } = executor.status.getStatusSummary();
            broken.push(
              ...exceeded(
                limits,
                modules.map(({ InProgress }) => InProgress),
              ),
            );
            if (executions.InProgress > workers) broken.push("concurrency");
          });
          await free.executor.run();
          await runScheduled(executor, scheduler);
          expect(broken).toEqual([]);
          expect(findings(executor.status)).toEqual(findings(free.executor.status));
          expect(executor.getResult()).toEqual(free.executor.getResult());
          expect([...limited.calls.values()].every((count) => count === 1)).toBe(true);
          expect(limited.calls).toEqual(new Map(free.calls));
          expect(executor.status.getStatusSummary().totalTimings).toBe(executor.getTiming().length);
        },
      ),
      { numRuns: 100 },
    );
  });

  test("lets nothing wait that could start: a worker idles, and an experiment under way waits, only for a reason", async () => {
    await fc.assert(
      fc.asyncProperty(
        randomWorkflow,
        randomLimits,
        concurrency,
        fc.scheduler(),
        async (random, limits, most, scheduler) => {
          const { policies, resources } = asOptions(limits, random.modules.length);
          const options = { concurrency: most, resources };
          const { executor, plan } = build({ ...waitingAll(random), policies }, options, scheduled(scheduler));
          const workers = Math.min(most, plan.size.experiments);
          await runScheduled(executor, scheduler, () =>
            expect(waitsForNothing(limits, executor.status, workers)).toEqual([]),
          );
          expect(executor.status.isOver()).toBe(true);
        },
      ),
      { numRuns: 100 },
    );
  });

  test("is first come, first served: no experiment overtakes one that waits for the same limit", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, randomLimits, fc.scheduler(), async (random, limits, scheduler) => {
        const { policies, resources } = asOptions(limits, random.modules.length);
        const options = { concurrency: 6, resources };
        const { executor, plan } = build({ ...waitingAll(random), policies }, options, scheduled(scheduler));
        const moment = { now: 0 };
        await runScheduled(
          executor,
          scheduler,
          () => moment.now++,
          (ready) => onClock(moment, ready),
        );
        const workers = Math.min(6, plan.size.experiments);
        expect(overtakings(limits, executor.status, workers)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

/** Time stands still while anything goes on, so that no fiber gives way to another because it has worked for long. */
const onClock = (
  moment: { readonly now: number },
  { runEffect }: Pick<Executor<readonly [], never, never>, "runEffect">,
): Promise<unknown> =>
  Effect.runPromise(
    Effect.provideService(
      runEffect,
      Clock.Clock,
      clockOf(() => moment.now),
    ),
  );
