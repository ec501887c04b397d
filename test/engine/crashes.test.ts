import { format } from "node:util";
import { describe, expect, test, vi } from "vitest";

import { workers } from "../../src/engine/index.ts";
import { defineWorkflow, Executor, fromFile } from "../../src/index.ts";
import { deeds, deedsExecutor, outcomes, runDeeds } from "./run-deeds.ts";

const engine = workers(1, { resourceLimits: { maxOldGenerationSizeMb: 64 } });

describe("a worker thread that crashes", () => {
  test("fails the execution in it with what happened, and no other", async () => {
    const ended = await runDeeds(
      {
        exits: { do: "exit", code: 3 },
        quietly: { do: "exit", code: 0 },
        throws: { do: "throwsBeside" },
        rejects: { do: "rejectsBeside" },
        fills: { do: "fillMemory" },
        fine: { do: "steps" },
      },
      { engine },
    );
    const crash = (detail: string): unknown =>
      expect.objectContaining({
        reason: "error",
        error: expect.objectContaining({
          name: "WorkerCrashed",
          message: `the worker thread of Deed ended while it ran: ${detail}`,
        }),
      });
    const beside = "an error was thrown in it where nobody catches it. Await what the module begins";
    expect(ended).toEqual({
      exits: crash("process.exit(3) was called in it. Return or throw instead"),
      quietly: crash("process.exit(0) was called in it. Return or throw instead"),
      throws: crash(beside),
      rejects: crash(beside),
      fills: crash("its memory is full. Give it more: workers(n, { resourceLimits: { maxOldGenerationSizeMb: … } })"),
      fine: 1,
    });
    expect(ended["throws"]).toMatchObject({ error: { cause: { name: "RangeError", message: "beside" } } });
    expect(ended["rejects"]).toMatchObject({ error: { cause: { name: "TypeError", message: "nobody hears" } } });
  });

  test("is replaced, and the module gets the attempts its policy gives it", async () => {
    const executor = deedsExecutor({ once: { do: "exitOnce" } }, { engine, retry: { times: 1 } });
    await executor.run();
    expect(outcomes(executor)).toEqual({ once: "second" });
    expect(executor.status.getExecution("Loader[all]_Deed[once]").attempt).toBe(2);
  });

  test("while no module runs in it is told of, and fails nothing", async () => {
    const said: string[] = [];
    const log = vi.spyOn(console, "log").mockImplementation((...parts: unknown[]) => void said.push(format(...parts)));
    const config = {
      Deed: { leaves: { do: "rejectsAfterwards" } },
      Waiter: { all: {} },
      Again: { steps: { do: "thread" } },
    };
    const workflow = defineWorkflow("rest")
      .module("Deed", { run: fromFile(deeds) })
      .module("Waiter", {
        run: async () => {
          await vi.waitFor(() => expect(said).toHaveLength(1), { timeout: 20_000 });
        },
      })
      .module("Again", { run: fromFile(deeds) });
    try {
      const executor = new Executor({ workflow, config, engine });
      await executor.run();
      expect(executor.status.getFailures()).toEqual([]);
      expect(said).toEqual([
        expect.stringContaining("a worker thread ended while no module ran in it, and is replaced: Error: afterwards"),
      ]);
    } finally {
      log.mockRestore();
    }
  });
});
