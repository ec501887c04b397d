import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Schedule from "effect/Schedule";
import { TestClock } from "effect/testing";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor, parseJournal, encodeRecord, Status } from "../../src/index.ts";

/** Runs on a test clock that is moved on by an hour, a minute at a time. */
const runAnHour = <Outcome, Failure>(run: Effect.Effect<Outcome, Failure>): Promise<Outcome> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(run);
      for (let minute = 0; minute < 60; minute++) yield* TestClock.adjust("1 minute");
      return yield* Fiber.join(fiber);
    }).pipe(Effect.provide(TestClock.layer())),
  );

const failing = (failures: number): (() => number) => {
  let calls = 0;
  return () => {
    calls++;
    if (calls <= failures) throw new Error(`failure ${calls}`);
    return calls;
  };
};

describe("a module with a retry policy", () => {
  test("gets further attempts until one completes, each on record", async () => {
    const executor = new Executor({
      workflow: defineWorkflow("w").module("Loader", { run: failing(2), retry: { times: 3 } }),
      config: { Loader: { a: {} } },
    });
    const outcome = await executor.run();
    expect(outcome.state).toBe("Completed");
    expect(executor.getResult("Loader[a]").data).toBe(3);
    const retried = executor.status.records.filter((record) => record.type === "module.retried");
    expect(retried.map(({ attempt, error }) => [attempt, error.message])).toEqual([
      [1, "failure 1"],
      [2, "failure 2"],
    ]);
    expect(executor.status.getExecution("Loader[a]")).toMatchObject({ state: "Completed", attempt: 3 });
  });

  test("fails with the last error when its attempts are used up", async () => {
    const executor = new Executor({
      workflow: defineWorkflow("w").module("Loader", { run: failing(9), retry: { times: 2 } }),
      config: { Loader: { a: {} } },
    });
    await executor.run();
    expect(executor.status.getFailures()[0]).toMatchObject({ attempt: 3, error: { message: "failure 3" } });
  });

  test("waits longer each time, and the waits are part of the execution's time", async () => {
    const executor = new Executor({
      workflow: defineWorkflow("w").module("Loader", {
        run: failing(3),
        retry: { times: 3, delay: "1 minute", factor: 2 },
      }),
      config: { Loader: { a: {} } },
    });
    await runAnHour(executor.runEffect);
    const delays = executor.status.records.flatMap((record) =>
      record.type === "module.retried" ? [record.delayMs / 60_000] : [],
    );
    expect(delays).toEqual([1, 2, 4]);
    const timing = executor.getTiming();
    expect(timing.filter({ stepName: "run" }).records[0]?.durationSeconds).toBe(7 * 60);
    expect(timing.filter({ stepName: "attempt" }).records.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    expect(timing.groupBy("moduleName")[0]?.count).toBe(1);
  });

  test("takes any Effect Schedule", async () => {
    const executor = new Executor({
      workflow: defineWorkflow("w").module("Loader", { run: failing(2), retry: Schedule.recurs(1) }),
      config: { Loader: { a: {} } },
    });
    expect((await executor.run()).state).toBe("Failed");
    expect(executor.status.getExecution("Loader[a]").attempt).toBe(2);
  });

  test("is cancelled while it waits, without being called again", async () => {
    const run = failing(9);
    let calls = 0;
    const executor = new Executor({
      workflow: defineWorkflow("w").module("Loader", {
        run: () => {
          calls++;
          return run();
        },
        retry: { times: 9, delay: "1 hour" },
      }),
      config: { Loader: { a: {} } },
    });
    executor.observe((record) => {
      if (record.type === "module.retried") executor.cancel("enough");
    });
    const outcome = await executor.run();
    expect(outcome).toMatchObject({ state: "Failed", reason: "cancelled" });
    expect(calls).toBe(1);
    expect(executor.status.getFailures()[0]).toMatchObject({ reason: "cancelled", attempt: 2 });
  });

  test("leaves a journal that reads back as the same run", async () => {
    const executor = new Executor({
      workflow: defineWorkflow("w").module("Loader", { run: failing(2), retry: { times: 2 } }),
      config: { Loader: { a: {} } },
    });
    await executor.run();
    const text = executor.status.records.map((record) => `${encodeRecord(record)}\n`).join("");
    const reread = Status.fromJournal(parseJournal(text).records);
    expect(reread.getStatusSummary()).toEqual(executor.status.getStatusSummary());
    expect(reread.getTiming().records).toEqual(executor.getTiming().records);
  });
});

describe("a module with a time limit", () => {
  test("fails as timeout when an attempt takes longer, and sees its signal abort", async () => {
    let aborted: unknown;
    const executor = new Executor({
      workflow: defineWorkflow("w").module("Loader", {
        run: ({ signal }) =>
          new Promise<number>(() => {
            signal.addEventListener("abort", () => (aborted = signal.reason));
          }),
        timeout: "5 minutes",
      }),
      config: { Loader: { a: {} } },
    });
    await runAnHour(executor.runEffect);
    expect(executor.status.getFailures()[0]).toMatchObject({
      reason: "timeout",
      error: { name: "TimeoutError", message: "the attempt took longer than 5m" },
    });
    expect(aborted).toBeInstanceOf(Error);
  });

  test("is not disturbed when it ends in time, even if the limit is longer than a timer can be", async () => {
    const executor = new Executor({
      workflow: defineWorkflow("w").module("Loader", {
        run: () => Effect.as(Effect.sleep("4 minutes"), "done"),
        timeout: "100 days",
      }),
      config: { Loader: { a: {} } },
    });
    await runAnHour(executor.runEffect);
    expect(executor.getResult("Loader[a]").data).toBe("done");
  });

  test("gets another attempt when it also has a retry policy", async () => {
    let calls = 0;
    const executor = new Executor({
      workflow: defineWorkflow("w").module("Loader", {
        run: () => (++calls === 1 ? Effect.never : Effect.succeed(calls)),
        timeout: "1 minute",
        retry: { times: 1 },
      }),
      config: { Loader: { a: {} } },
    });
    await runAnHour(executor.runEffect);
    expect(executor.getResult("Loader[a]").data).toBe(2);
  });
});
