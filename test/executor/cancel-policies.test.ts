import { execFile } from "node:child_process";
import { setImmediate } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { ModulePolicy } from "../../src/index.ts";
import { isLegal } from "../journal/legal-journal.ts";
import type { Behaviour } from "./behaviour.ts";
import { asOptions, randomLimits } from "./limits-oracle.ts";
import { build, randomWorkflow } from "./workflow-arbitrary.ts";

/** Attempts that wait an hour for the next, or not at all; limits of time that are never reached. */
const policy: fc.Arbitrary<ModulePolicy> = fc.record(
  {
    retry: fc.record({ times: fc.integer({ min: 1, max: 2 }), delay: fc.constantFrom(0, "1 hour" as const) }),
    timeout: fc.constantFrom("1 hour" as const, "100 days" as const),
  },
  { requiredKeys: [] },
);

/** Some behaviours never settle: only a cancellation ends them. */
const neverSettling = (behaviours: readonly Behaviour[], which: readonly boolean[]): readonly Behaviour[] =>
  behaviours.map((each, at) => (which[at] ? { ...each, does: { kind: "never" } } : each));

describe("a cancelled run with policies", () => {
  test("ends once, whatever its executions wait for: a slot, another attempt, what never comes", async () => {
    const reached = { slots: 0, waits: 0, never: 0 };
    await fc.assert(
      fc.asyncProperty(
        randomWorkflow,
        randomLimits,
        fc.array(policy, { minLength: 5, maxLength: 5 }),
        fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }),
        fc.option(fc.nat(30), { nil: undefined }),
        fc.integer({ min: 1, max: 6 }),
        async (random, limits, retrying, never, when, concurrency) => {
          const { policies, resources } = asOptions(limits, random.modules.length);
          const { executor } = build(
            {
              ...random,
              behaviours: neverSettling(random.behaviours, never),
              policies: policies.map((limited, at) => Object.assign(limited, retrying[at])),
            },
            { concurrency, resources },
          );
          executor.observe(({ seq }) => {
            if (seq !== when) return;
            executor.cancel("in time");
            executor.cancel("twice");
          });
          const progress = { over: false };
          const run = executor.run().finally(() => (progress.over = true));
          if (when === 0) executor.cancel("at once");
          // What is not over by now waits for something that is not going to come.
          for (let turn = 0; turn < 60 && !progress.over; turn++) await setImmediate();
          const { status } = executor;
          if (!progress.over) {
            const live = [...status.executions()].filter(({ state }) => state === "InProgress").length;
            if (status.experimentCounts.InProgress > live) reached.slots++;
            if (status.records.some((record) => record.type === "module.retried" && record.delayMs > 0))
              reached.waits++;
            reached.never++;
            executor.cancel("late");
          }
          const outcome = await run;
          const ends = status.records.filter(({ type }) => type === "run.completed" || type === "run.failed");
          expect(ends).toEqual([status.records.at(-1)]);
          expect([status.executionCounts.InProgress, status.experimentCounts.InProgress]).toEqual([0, 0]);
          expect(isLegal(status.records)).toBe(true);
          expect(outcome.state).toBe(status.state);
          const { seq } = status;
          executor.cancel("after the end");
          await setImmediate();
          expect(status.seq).toBe(seq);
        },
      ),
      { numRuns: 120 },
    );
    // Otherwise the property said less than it claims.
    for (const count of Object.values(reached)) expect(count).toBeGreaterThan(0);
  });

  test("leaves nothing waiting: no timer keeps its process alive", async () => {
    const script = fileURLToPath(new URL("fixtures/cancelled-policies.ts", import.meta.url));
    const { code, stdout } = await new Promise<{ code: unknown; stdout: string }>((resolve) => {
      const child = execFile(process.execPath, [script], (_, out) => resolve({ code: child.exitCode, stdout: out }));
    });
    expect(JSON.parse(stdout)).toEqual({
      reason: "cancelled",
      // The first waited for another attempt, the second experiment for what never comes, the third for its slot.
      states: ["Failed", "NotStarted", "Completed", "Failed", "Completed", "NotStarted"],
      attempts: [2, 0, 1, 1, 1, 0],
    });
    expect(code).toBe(0);
  });
});
