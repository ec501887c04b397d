import { execFile } from "node:child_process";
import { threadId } from "node:worker_threads";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

import { workers } from "../../src/engine/index.ts";
import { defineWorkflow, Executor, fromFile } from "../../src/index.ts";
import { deeds, runDeeds } from "./run-deeds.ts";

/** What a program of its own says at its end, and how it ended: it must end by itself. */
const program = (...args: readonly string[]): Promise<unknown> =>
  new Promise((resolve) => {
    const script = fileURLToPath(new URL("fixtures/lifetime.ts", import.meta.url));
    const child = execFile(process.execPath, [script, ...args], { timeout: 25_000 }, (_, out) =>
      resolve({ ...(JSON.parse(out || "{}") as object), exitCode: child.exitCode }),
    );
  });

describe("the threads of a run", () => {
  test("are started when they are needed, and no more than are used at once", async () => {
    const workflow = defineWorkflow("where").module("Deed", { run: fromFile(deeds) });
    const config = { Deed: { one: { do: "thread" }, two: { do: "thread" }, three: { do: "thread" } } };
    const executor = new Executor({ workflow, config, engine: workers(8) });
    await executor.run();
    const threads = Object.values(executor.getResult()).map(({ data }) => data);
    expect(threads).toHaveLength(3);
    expect(new Set(threads).size).toBe(1);
    expect(threads).not.toContain(threadId);
  });

  test("are none when no module is given by file", async () => {
    let opened = 0;
    const engine = workers(1);
    const counting: typeof engine = {
      ...engine,
      open: (redaction) => {
        opened++;
        return engine.open(redaction);
      },
    };
    const workflow = defineWorkflow("plain").module("Loader", { run: () => 1 });
    await new Executor({ workflow, config: { Loader: { one: {} } }, engine: counting }).run();
    expect(opened).toBe(0);
    await runDeeds({ any: { do: "thread" } }, { engine: counting });
    expect(opened).toBe(1);
  });

  test("are never more than there may be, however many executions the run may have", async () => {
    const executions = Object.fromEntries(Array.from({ length: 6 }, (_, n) => [`e${n}`, { do: "overlap" }]));
    const seen = new Int32Array(new SharedArrayBuffer(8));
    const params = Object.fromEntries(
      Object.entries(executions).map(([name, deed]) => [name, { ...deed, memory: seen.buffer }]),
    );
    await runDeeds(params, { engine: workers(2), concurrency: 6 });
    expect(Array.from(seen)).toEqual([0, 2]);
  });

  test("end with it, and let the process end", async () => {
    const expected = { state: "Completed", threads: [], exitCode: 0 };
    expect(await program("thread")).toEqual(expected);
    expect(await program("leavesTimer")).toEqual(expected);
  });

  test("do not keep alive a process in which a module waits for nothing", async () => {
    expect(await program("never")).toEqual({
      state: "Failed",
      reason: "interrupted",
      message: "the module can never settle: nothing is left in this process that could wake it",
      threads: [],
      exitCode: 1,
    });
  });

  test("keep waiting for what a time limit can still wake", async () => {
    expect(await program("listens", "1500")).toMatchObject({ state: "Failed", reason: "timeout", exitCode: 0 });
  });
});

test("workers refuses what is no number of threads", () => {
  for (const count of [0, -1, 1.5, Number.NaN])
    expect(() => workers(count)).toThrow(`workers: it takes a whole number of threads from 1, got ${count}`);
});
