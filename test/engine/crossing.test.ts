import { threadId } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { Engine } from "../../src/index.ts";
import { deedsExecutor, outcomes, runDeeds } from "./run-deeds.ts";
import { sharedThreads } from "./shared-threads.ts";

let threads: Awaited<ReturnType<typeof sharedThreads>>;
let engine: Engine;
beforeAll(async () => {
  threads = await sharedThreads(1);
  ({ engine } = threads);
});
afterAll(() => threads.end());

const refused = (message: string): unknown =>
  expect.objectContaining({ reason: "error", error: expect.objectContaining({ name: "NotTransferable", message }) });
const cannotGo =
  "which cannot go from one thread to another. Use plain data; of memory that an earlier result gave away, return a copy.";

describe("what goes from one thread to another", () => {
  test("is the memory of a result itself, not a copy of it", async () => {
    const ended = await runDeeds({ gives: { do: "memory" }, looks: { do: "wasGiven" } }, { engine });
    const whole = Float64Array.of(1, 2, 3).buffer;
    expect(ended).toEqual({
      gives: { ids: Float64Array.of(1, 2, 3), same: Float64Array.of(2, 3), whole },
      looks: true,
    });
  });

  test("is a copy of memory that cannot be given away", async () => {
    const ended = await runDeeds({ wasm: { do: "webAssembly" }, buffers: { do: "nodeBuffer" } }, { engine });
    expect(ended).toEqual({
      wasm: new Uint8Array(4).fill(7),
      buffers: { small: Buffer.from("small"), large: Buffer.alloc(20_000, 1) },
    });
  });

  test("is refused by its path when it would be something else there", async () => {
    const ended = await runDeeds(
      {
        f: { do: "function" },
        model: { do: "instance" },
        first: { do: "keepsWhatItGives" },
        again: { do: "keepsWhatItGives" },
      },
      { engine },
    );
    expect(ended).toEqual({
      f: refused(`the result: $.rows[0].f is a function, ${cannotGo}`),
      model: refused(
        `the result: $.model is an instance of Model, and only its class knows what it is without it, ${cannotGo}`,
      ),
      first: Float64Array.of(1),
      again: refused(`the result: $ has lost its memory: it was transferred, ${cannotGo}`),
    });
    const input = await runDeeds({ any: { do: "thread" } }, { engine, loaded: { f: () => 1 } });
    expect(input["any"]).toEqual(refused(`the input: $.f is a function, ${cannotGo}`));
    const params = await runDeeds({ any: { do: "thread", weak: new WeakMap() } }, { engine });
    expect(params["any"]).toEqual(
      refused(`params: $.weak is an instance of WeakMap, and only its class knows what it is without it, ${cannotGo}`),
    );
  });

  test("leaves the input of others as it is", async () => {
    const executor = deedsExecutor(
      { changes: { do: "changeInput" }, reads: { do: "sameInput" } },
      { engine, loaded: { ids: Float64Array.of(1, 2) } },
    );
    await executor.run();
    expect(outcomes(executor)).toEqual({ changes: -1, reads: { ids: Float64Array.of(1, 2) } });
    expect(executor.status.getExecutionResult("Loader[all]").data).toEqual({ ids: Float64Array.of(1, 2) });
  });

  test("is not waited for in vain by what a module left behind", async () => {
    const ended = await runDeeds({ leaves: { do: "lateUpstream" }, looks: { do: "whatCameLate" } }, { engine });
    expect(ended).toEqual({ leaves: 1, looks: "answered" });
  });
});

describe("where a module runs", () => {
  test("is a thread, or the main thread when there is no engine", async () => {
    const where = await runDeeds({ any: { do: "thread" } }, { engine });
    expect(where["any"]).not.toBe(threadId);
    expect(await runDeeds({ any: { do: "thread" } })).toEqual({ any: "main" });
  });
});
