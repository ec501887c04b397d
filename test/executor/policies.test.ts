import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type JournalRecord, StatusError } from "../../src/index.ts";
import { build, expectedOf, randomWorkflow } from "./workflow-arbitrary.ts";

const startsAfterFailure = (records: readonly JournalRecord[]): readonly JournalRecord[] => {
  const failure = records.findIndex(({ type }) => type === "module.failed");
  return failure === -1 ? [] : records.slice(failure).filter(({ type }) => type === "experiment.started");
};

describe('onFailure: "stop"', () => {
  test("begins no experiment after a failure, and lets those in progress end", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        const { executor } = build(random, { onFailure: "stop" });
        const outcome = await executor.run();
        const { status } = executor;
        expect(startsAfterFailure(status.records)).toEqual([]);
        expect(status.executionCounts.InProgress + status.experimentCounts.InProgress).toBe(0);
        const fails = [...expectedOf(random).values()].some(({ state }) => state === "Failed");
        expect(outcome.state === "Failed" ? outcome.reason : outcome.state).toBe(fails ? "stopped" : "Completed");
        for (const { execution, state } of status.executions())
          expect(["NotStarted", [...expectedOf(random).values()][execution]?.state]).toContain(state);
      }),
      { numRuns: 150 },
    );
  });
});

describe('retain: "leaves"', () => {
  test("keeps the results of the last module only, and they are those of a run that kept all", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, fc.boolean(), async (random, cancels) => {
        const all = build(random, { retain: "all" });
        const leaves = build(random, { retain: "leaves" });
        if (cancels) leaves.executor.observe(({ type }) => type === "module.completed" && leaves.executor.cancel());
        await Promise.all([all.executor.run(), leaves.executor.run()]);
        const results = Object.entries(leaves.executor.getResult());
        const kept = all.executor.getResult();
        expect(cancels || results.length === Object.keys(kept).length).toBe(true);
        for (const [key, result] of results) expect(result).toEqual(kept[key]);
        const last = random.modules.length - 1;
        const inner = [...leaves.executor.status.executions()].filter(({ depth }) => depth < last);
        const there = inner.filter(
          ({ key, state }) => state === "Completed" && reasonOf(leaves.executor, key) === undefined,
        );
        expect(cancels || there.length === 0).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});

const reasonOf = (executor: ReturnType<typeof build>["executor"], key: string): string | undefined => {
  try {
    executor.getResult(key);
    return undefined;
  } catch (thrown) {
    return thrown instanceof StatusError ? thrown.reason : String(thrown);
  }
};

describe("an executor", () => {
  test("run again gives a new run with its own id; the earlier status still shows the earlier run", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, fc.option(fc.constant("mine"), { nil: undefined }), async (random, runId) => {
        const { executor } = build(random, runId === undefined ? {} : { runId });
        const first = await executor.run();
        const earlier = executor.status;
        const records = [...earlier.records];
        const second = await executor.run();
        expect(second.runId).not.toBe(first.runId);
        expect(first.runId).toBe(runId ?? first.runId);
        expect([earlier.runId, executor.status.runId]).toEqual([first.runId, second.runId]);
        expect(earlier.records).toEqual(records);
        expect(second.executions).toEqual(first.executions);
      }),
      { numRuns: 30 },
    );
  });

  test("does not run twice at once: the second is refused, the first goes on", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        const { executor } = build(random);
        const first = executor.run();
        await expect(executor.run()).rejects.toMatchObject({ _tag: "StatusError", reason: "in-progress" });
        await first;
        expect(executor.status.isOver()).toBe(true);
      }),
      { numRuns: 10 },
    );
  });

  test.each([
    ["concurrency", 0],
    ["concurrency", 1.5],
    ["keepRecords", -1],
    ["runId", ""],
    ["runId", "half a pair: \ud800"],
  ])("refuses %s %s before anything runs", (option, value) => {
    const random = fc.sample(randomWorkflow, 1)[0] as Parameters<typeof build>[0];
    expect(() => build(random, { [option]: value })).toThrow(RangeError);
  });
});
