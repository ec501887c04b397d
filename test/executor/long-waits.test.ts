import { setImmediate, setTimeout } from "node:timers/promises";

import { afterEach, describe, expect, test, vi } from "vitest";

import { defineWorkflow, Executor, type ModulePolicy } from "../../src/index.ts";
import { runFor } from "./run-for.ts";

/** One millisecond more than a timer of JavaScript can take; asked for it, it fires at once. */
const tooLong = 2 ** 31;
const day = 24 * 3_600_000;

const executorWith = (policy: ModulePolicy, run: () => unknown) =>
  new Executor({ workflow: defineWorkflow("w").module("Loader", { ...policy, run }), config: { Loader: { a: {} } } });

const calling = (): { readonly run: () => number; readonly calls: () => number } => {
  let calls = 0;
  const run = (): number => {
    if (++calls === 1) throw new Error("flaky");
    return calls;
  };
  return { run, calls: () => calls };
};

describe("on a test clock", () => {
  test("a time limit of 30 days ends the attempt after 30 days", async () => {
    const executor = executorWith({ timeout: "30 days" }, () => new Promise(() => undefined));
    await runFor(executor.runEffect, 41, "1 day");
    expect(executor.status.getFailures()[0]).toMatchObject({ reason: "timeout" });
    expect(executor.getTiming().records[0]?.durationSeconds).toBe((30 * day) / 1000);
  });

  test("a wait of 30 days is as long, and on record as it was", async () => {
    const { run } = calling();
    const executor = executorWith({ retry: { times: 1, delay: "30 days" } }, run);
    await runFor(executor.runEffect, 31, "1 day");
    expect(executor.getTiming().filter({ stepName: "wait" }).records).toMatchObject([
      { durationSeconds: (30 * day) / 1000, attempt: 2, state: "Completed" },
    ]);
    expect(executor.getResult("Loader[a]").data).toBe(2);
  });
});

describe("on the timers of JavaScript", () => {
  afterEach(() => void vi.useRealTimers());

  test("a time limit beyond what they can take does not fire at once", async () => {
    const executor = executorWith({ timeout: tooLong }, () => setTimeout(20, "done"));
    await executor.run();
    expect(executor.getResult("Loader[a]").data).toBe("done");
  });

  test("nor does a wait, and it can be cancelled; the wait is on record as long as it was", async () => {
    const { run, calls } = calling();
    const executor = executorWith({ retry: { times: 1, delay: tooLong } }, run);
    const running = executor.run();
    await setTimeout(20);
    expect(calls()).toBe(1);
    executor.cancel();
    expect(await running).toMatchObject({ state: "Failed", reason: "cancelled" });
    const [wait] = executor.getTiming().filter({ stepName: "wait" }).records;
    expect(wait).toMatchObject({ attempt: 2, state: "Failed" });
    expect(wait?.durationSeconds).toBeLessThan(tooLong / 2000);
  });

  test("a time limit fires when it is reached", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const executor = executorWith({ timeout: tooLong + 5000 }, () => new Promise(() => undefined));
    const running = executor.run();
    await setImmediate();
    await vi.advanceTimersByTimeAsync(tooLong);
    expect(executor.status.isOver()).toBe(false);
    await vi.advanceTimersByTimeAsync(5000);
    await running;
    expect(executor.status.getFailures()[0]).toMatchObject({ reason: "timeout" });
  });

  test("a wait ends when it is over", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { run, calls } = calling();
    const executor = executorWith({ retry: { times: 1, delay: 3 * tooLong } }, run);
    const running = executor.run();
    await setImmediate();
    await vi.advanceTimersByTimeAsync(3 * tooLong - 1);
    expect(calls()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    await running;
    expect(executor.isExecutionCompleted()).toBe(true);
  });
});
