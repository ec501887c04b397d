/** A module that takes its process with it loses its own attempt, and nothing else. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import { afterAll, expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../../src/index.ts";
import { sqliteStore, verifyRun } from "../../../src/store/sqlite/index.ts";

const folder = mkdtempSync(join(tmpdir(), "hopeless-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs it until it is over; one that never is, is killed. */
const died = (path: string, how: string): Promise<{ readonly code: number | null; readonly signal: string | null }> =>
  new Promise((resolve, reject) => {
    const args = ["--max-old-space-size=64", join(import.meta.dirname, "hopeless-module.ts"), path, how];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
    child.stdout.once("data", () => {
      if (how === "loop") child.kill("SIGKILL");
    });
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });

test.each([
  ["loops for ever", "loop"],
  ["fills the memory", "heap"],
  ["ends the process", "exit"],
  ["throws where nobody catches it", "throw"],
])("a module that %s leaves a run that goes on", { timeout: 60_000 }, async (_, how) => {
  const path = join(folder, `${how}.db`);
  const { code, signal } = await died(path, how);
  expect(code === 0 && signal === null).toBe(false);
  expect((await Effect.runPromise(verifyRun(path, "r1"))).problems).toEqual([]);
  let loaded = 0;
  const workflow = defineWorkflow("hopeless")
    .module("Loader", { run: () => [++loaded, 2] })
    .module("Counter", { run: ({ input }) => input.data.length });
  const config = { Loader: { two: {} }, Counter: { rows: {} } };
  const executor = new Executor({ workflow, config, store: sqliteStore(path) });
  expect((await executor.resume("r1")).state).toBe("Completed");
  expect(loaded).toBe(0);
  expect(executor.getResult("Loader[two]_Counter[rows]").data).toBe(2);
  const retried = executor.status.records.filter(({ type }) => type === "module.retried");
  expect(retried).toMatchObject([{ moduleName: "Counter", attempt: 1, error: { name: "Interrupted" } }]);
});
