import { setTimeout } from "node:timers/promises";
import { describe, expect, test } from "vitest";

import { workers } from "../../src/engine/index.ts";
import type { Status } from "../../src/index.ts";
import { deedsExecutor, outcomes, runDeeds } from "./run-deeds.ts";

const engine = workers(1, { grace: "50 millis" });
const timedOut = expect.objectContaining({ reason: "timeout" }) as unknown;

const stepsOf = (status: Status): readonly unknown[] =>
  status
    .getTiming()
    .filter({ moduleName: "Deed" })
    .records.map(({ experimentName, stepName, state }) => [experimentName, stepName, state]);

describe("an attempt in a worker thread that is ended", () => {
  test("by its time limit ends a loop that never ends, and the thread is replaced", async () => {
    const executor = deedsExecutor(
      { one: { do: "thread" }, loops: { do: "loop" }, two: { do: "thread" } },
      { engine, timeout: "3 seconds" },
    );
    await executor.run();
    const { one, loops, two } = outcomes(executor);
    expect(loops).toEqual(timedOut);
    expect([typeof one, typeof two, one === two]).toEqual(["number", "number", false]);
  });

  test("gets its other attempts all the same", async () => {
    const ended = await runDeeds({ loops: { do: "loopOnce" } }, { engine, timeout: "3 seconds", retry: { times: 1 } });
    expect(ended).toEqual({ loops: "second" });
  });

  test("has on record what the module said before it looped", async () => {
    const executor = deedsExecutor({ loops: { do: "stepThenLoop" } }, { engine, timeout: "3 seconds" });
    await executor.run();
    expect(stepsOf(executor.status)).toEqual([
      ["loops", "before", "Completed"],
      ["loops", "run", "Failed"],
    ]);
    const [snapshot] = executor.status.getSnapshots({ moduleName: "Deed", phase: "transition" });
    expect(snapshot?.context).toMatchObject({ seen: "before the loop" });
  });

  test("is told so by its signal, and keeps its thread when it ends in time", async () => {
    const memory = new SharedArrayBuffer(4);
    const ended = await runDeeds(
      { one: { do: "thread" }, hears: { do: "listensAndTells", memory }, two: { do: "thread" } },
      { engine: workers(1, { grace: "20 seconds" }), timeout: "3 seconds" },
    );
    expect(ended["hears"]).toEqual(timedOut);
    expect(new Int32Array(memory)[0]).toBe(1);
    expect(ended["one"]).toBe(ended["two"]);
  });

  test("with its run is over when the run is, whatever it did", async () => {
    const controller = new AbortController();
    const executor = deedsExecutor(
      { loops: { do: "stepThenLoop" }, waits: { do: "listens" }, never: { do: "thread" } },
      { engine: workers(2, { grace: "50 millis" }), concurrency: 2, signal: controller.signal },
    );
    const running = executor.run();
    while (executor.status.executionCounts.InProgress < 2) await setTimeout(5);
    controller.abort(new Error("enough"));
    expect(await running).toMatchObject({ state: "Failed", reason: "cancelled" });
    expect(executor.status.executionCounts).toEqual({ NotStarted: 1, InProgress: 0, Completed: 1, Failed: 2 });
    expect(outcomes(executor)).toMatchObject({
      loops: { reason: "cancelled", error: { message: "enough" } },
      waits: { reason: "cancelled", error: { message: "enough" } },
    });
  });
});
