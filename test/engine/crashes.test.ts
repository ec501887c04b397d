import { describe, expect, test } from "vitest";

import { workers } from "../../src/engine/index.ts";
import { deedsExecutor, outcomes, runDeeds } from "./run-deeds.ts";

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

  test("after its module has returned takes nothing along", async () => {
    const ended = await runDeeds({ leaves: { do: "rejectsAfterwards" }, other: { do: "steps" } }, { engine });
    expect(ended["leaves"]).toBe("fine");
  });
});
