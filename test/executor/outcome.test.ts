import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type ExecutionView, StatusError } from "../../src/index.ts";
import { build, type Built, type Expected, expectedOf, randomWorkflow } from "./workflow-arbitrary.ts";

const stateOf = (view: ExecutionView): object => {
  if (view.state === "Failed") return { state: view.state, message: view.failure?.error.message };
  if (view.state === "NotStarted") return { state: view.state, blockedBy: view.blockedBy };
  return { state: view.state };
};

const withoutData = (expected: Expected): object =>
  expected.state === "Completed" ? { state: expected.state } : expected;

describe("a run of any workflow", () => {
  test("ends every execution as a plain recursion over the tree says, and calls each module at most once", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        const { executor, calls } = build(random);
        const outcome = await executor.run();
        const expected = expectedOf(random);

        const views = [...executor.status.executions()];
        expect(views.map((view) => [view.key, stateOf(view)])).toEqual(
          Array.from(expected, ([key, each]) => [key, withoutData(each)]),
        );
        const started = [...expected].filter(([, each]) => each.state !== "NotStarted");
        expect(calls).toEqual(new Map(started.map(([key]) => [key, 1])));
        const allCompleted = started.length === expected.size && [...expected.values()].every(isCompleted);
        expect(outcome.state).toBe(allCompleted ? "Completed" : "Failed");
        expect(executor.isExecutionCompleted()).toBe(allCompleted);
      }),
      { numRuns: 300 },
    );
  });

  test("gives every completed experiment its result, and none to any other", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        const { executor, plan } = build(random);
        await executor.run();
        const results = executor.getResult();
        const expected = expectedOf(random);
        const completed = [...plan.experimentKeys()].filter((key) => expected.get(key)?.state === "Completed");
        expect(Object.keys(results).toSorted()).toEqual(completed.toSorted());
        for (const key of completed)
          expect([key, results[key]?.data]).toEqual([key, (expected.get(key) as { readonly data: unknown }).data]);
      }),
      { numRuns: 300 },
    );
  });

  test("says of every execution without a result why there is none", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        const { executor } = build(random, { retain: "all" });
        await executor.run();
        const answers = Array.from(expectedOf(random).keys(), (key) => [key, answerTo(executor, key)]);
        expect(answers).toEqual(Array.from(expectedOf(random), ([key, each]) => [key, expectedAnswer(each)]));
      }),
    );
  });
});

const answerTo = (executor: Built["executor"], key: string): unknown => {
  try {
    return executor.getResult(key).data;
  } catch (thrown) {
    return thrown instanceof StatusError ? thrown.reason : thrown;
  }
};

const expectedAnswer = (expected: Expected): unknown => {
  if (expected.state === "Completed") return expected.data;
  return expected.state === "Failed" ? "failed" : "blocked";
};

const isCompleted = (expected: Expected): boolean => expected.state === "Completed";
