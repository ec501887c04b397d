import * as Effect from "effect/Effect";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor, type JournalRecord } from "../../src/index.ts";
import { runFor } from "./run-for.ts";

const runHours = <Outcome, Failure>(run: Effect.Effect<Outcome, Failure>): Promise<Outcome> =>
  runFor(run, 24, "1 hour");

const hours = (count: number) => () => Effect.as(Effect.sleep(`${count} hours`), count);

/** `<module>[<experiment>] <queued>` of every execution that waited, in hours. */
const queued = ({ records }: { readonly records: readonly JournalRecord[] }): readonly string[] =>
  records.flatMap((record) =>
    record.type === "module.started" && record.queuedMs !== undefined
      ? [`${record.moduleName}[${record.experimentName}] ${record.queuedMs / 3_600_000}`]
      : [],
  );

describe("the time in which an execution is ready and has not started", () => {
  test("is that until a worker takes it, counted from the end of the one above, or from the start of the run", async () => {
    const executor = new Executor({
      workflow: defineWorkflow("w")
        .module("Loader", { run: hours(1) })
        .module("Trainer", { run: hours(2) }),
      config: { Loader: { a: {} }, Trainer: { x: {}, y: {}, z: {} } },
      concurrency: 2,
    });
    await runHours(executor.runEffect);
    expect(queued(executor.status)).toEqual(["Trainer[y] 0", "Trainer[z] 2"]);
    const waited = executor.getTiming().filter({ stepName: "queue", experimentName: "z" }).records[0];
    expect(waited).toMatchObject({ durationSeconds: 7200, startTime: 3_600_000, endTime: 10_800_000, attempt: 1 });
    expect(executor.getTiming().groupBy("moduleName")).toMatchObject([
      { key: "Loader", count: 1, sum: 3600 },
      { key: "Trainer", count: 3, sum: 3 * 7200 },
    ]);
    expect(executor.status.getStatusSummary().totalTimings).toBe(executor.getTiming().length);
  });

  test("is that until a limit of its module lets it start, and no part of the execution's time", async () => {
    const executor = new Executor({
      workflow: defineWorkflow("w")
        .module("Loader", { run: hours(1) })
        .module("Trainer", { run: hours(2), concurrency: 1 }),
      config: { Loader: { a: {}, b: {}, c: {} }, Trainer: { x: {} } },
      concurrency: 3,
    });
    await runHours(executor.runEffect);
    expect(queued(executor.status)).toEqual(["Loader[b] 0", "Loader[c] 0", "Trainer[x] 2", "Trainer[x] 4"]);
    expect(executor.getTiming().filter({ moduleName: "Trainer" }).groupBy("stepName")).toMatchObject([
      { key: "run", count: 3, sum: 3 * 7200 },
      { key: "queue", count: 2, sum: 6 * 3600 },
    ]);
  });

  test("is not measured with one worker, which takes one after the other", async () => {
    const executor = new Executor({
      workflow: defineWorkflow("w").module("Loader", { run: hours(1), concurrency: 1 }),
      config: { Loader: { a: {}, b: {} } },
    });
    await runHours(executor.runEffect);
    expect(queued(executor.status)).toEqual([]);
  });
});

describe("resources", () => {
  test("are held over the attempts of an execution, and the waits between them", async () => {
    let calls = 0;
    const executor = new Executor({
      workflow: defineWorkflow("w").module("Trainer", {
        run: () => (++calls === 1 ? Effect.fail("flaky") : Effect.as(Effect.sleep("1 hour"), calls)),
        retry: { times: 1, delay: "3 hours" },
        resources: { gpu: 1 },
      }),
      config: { Trainer: { a: {}, b: {} } },
      concurrency: 2,
      resources: { gpu: 1 },
    });
    await runHours(executor.runEffect);
    expect(queued(executor.status)).toEqual(["Trainer[b] 4"]);
  });

  test("are not given to small claims one after the other while a big one waits", async () => {
    const order: string[] = [];
    const executor = new Executor({
      workflow: defineWorkflow("w")
        .module("Loader", {
          run: ({ experimentName }) => {
            order.push(`Loader ${experimentName}`);
            return Effect.as(Effect.sleep("2 hours"), 0);
          },
          resources: { gpu: 1 },
        })
        .module("Trainer", {
          run: ({ experimentName }) => {
            order.push(`Trainer ${experimentName}`);
            return Effect.as(Effect.sleep("1 hour"), 0);
          },
          resources: { gpu: 2 },
        }),
      config: { Loader: { a: {}, b: {}, c: {}, d: {}, e: {} }, Trainer: { x: {}, y: {} } },
      // Two Trainers do not fit; beside one of them another Loader would.
      resources: new Map([["gpu", 3]]),
      concurrency: 4,
    });
    await runHours(executor.runEffect);
    // Loader d asked before any Trainer did, Loader e after three of them.
    expect(order.slice(0, 4)).toEqual(["Loader a", "Loader b", "Loader c", "Loader d"]);
    expect(order.slice(4, 7)).toEqual(["Trainer x", "Trainer x", "Trainer x"]);
    expect(executor.isExecutionCompleted()).toBe(true);
  });

  test("are counted exactly: ten tenths are one", async () => {
    let [now, most] = [0, 0];
    const executor = new Executor({
      workflow: defineWorkflow("w").module("Loader", {
        run: () => {
          most = Math.max(most, ++now);
          return Effect.map(Effect.sleep("1 hour"), () => void now--);
        },
        resources: { memory: 0.1 },
      }),
      config: { Loader: { a: { repeat: 30 } } },
      resources: { memory: 1 },
      concurrency: 30,
    });
    await runHours(executor.runEffect);
    expect(most).toBe(10);
  });

  test("that twelve thousand workers wait for are passed on without recursion", async () => {
    const executor = new Executor({
      workflow: defineWorkflow("w").module("Counter", { run: () => 1, concurrency: 1 }),
      config: { Counter: { x: { repeat: 12_000 } } },
      concurrency: 12_000,
    });
    expect((await executor.run()).executions.Completed).toBe(12_000);
  });
});
