import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as References from "effect/References";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { isLegal } from "../journal/legal-journal.ts";
import { findings } from "./normalise.ts";
import { build, randomWorkflow } from "./workflow-arbitrary.ts";

/** How many operations a fiber does before another one gets its turn; with fewer than 6, Effect itself gets nowhere. */
const operations = fc.integer({ min: 6, max: 12 });

describe("a run whose fibers give up their turn all the time", () => {
  test("finds out what any run does", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, operations, async (given, most) => {
        // A step that its module does not wait for is recorded only if it happens to end first.
        const asides = ["step", "annotate", "mutate-input", "mutate-params", "upstream", "signal"] as const;
        const behaviours = given.behaviours.map((each) => ({
          ...each,
          asides: asides.filter((aside) => each.asides.includes(aside)),
        }));
        const random = { ...given, behaviours };
        const calm = build(random, { runId: "r", retain: "all" });
        const hasty = build(random, { runId: "r", retain: "all" });
        await calm.executor.run();
        await Effect.runPromise(Effect.provideService(hasty.executor.runEffect, References.MaxOpsBeforeYield, most));
        expect(findings(hasty.executor.status)).toEqual(findings(calm.executor.status));
        expect(isLegal(hasty.executor.status.records)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  test("interrupted in any turn, is not over before its end is recorded, and does not go on by itself", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, operations, fc.nat(60), async (random, most, turns) => {
        const { executor } = build(random);
        const fiber = Effect.runFork(Effect.provideService(executor.runEffect, References.MaxOpsBeforeYield, most));
        for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate);
        await Effect.runPromise(Fiber.interrupt(fiber));
        const { state, seq } = executor.status;
        expect(state === "InProgress").toBe(false);
        for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
        expect(executor.status.seq).toBe(seq);
        expect(isLegal(executor.status.records)).toBe(true);
        await executor.run();
        expect(executor.status.isOver()).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
