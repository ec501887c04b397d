import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import { build } from "vite";
import { expect, test } from "vitest";

import { RunParts } from "../../src/executor/run-parts.ts";
import { withRunParts } from "../../src/testing/run-parts-at-hand.ts";
import { defineWorkflow, Executor, memoryStore } from "../../src/index.ts";

const here = join(import.meta.dirname, "run-parts");

test("a bundled page fetches what carries out runs with the first, and what keeps them with the first that is kept", async () => {
  const outDir = await mkdtemp(join(tmpdir(), "runstate-page-"));
  try {
    await build({
      configFile: false,
      logLevel: "warn",
      build: {
        outDir,
        emptyOutDir: true,
        // Node has no document that could preload.
        modulePreload: false,
        target: "es2024",
        rolldownOptions: {
          input: join(here, "page.ts"),
          external: [/^node:/u],
          output: { format: "es", entryFileNames: "page.js", chunkFileNames: "[name].js" },
        },
      },
    });
    const { stdout } = await promisify(execFile)(process.execPath, [
      join(here, "serve-page.mjs"),
      join(outDir, "page.js"),
    ]);
    expect(JSON.parse(stdout)).toEqual({
      defined: [1],
      refused: ["ConfigError"],
      cancelled: ["Failed", "carrying"],
      ran: ["Completed"],
      again: ["Completed"],
      kept: [1, "keep-run"],
      reused: [1],
      hidden: [true],
      seen: [true],
      machine: ["(machine)"],
    });
  } finally {
    await rm(outDir, { recursive: true });
  }
}, 60_000);

const workflow = defineWorkflow("fetched").module("Loader", { run: () => 1 });
const config = { Loader: { one: {} } };

test("a run with all code at hand waits for no turn of the event loop to get it", () => {
  const executor = new Executor({ workflow, config, store: memoryStore(), inspect: () => undefined });
  const fetching = Effect.die(new Error("this is fetched"));
  const run = Effect.provideService(withRunParts(executor.runEffect), RunParts, {
    carrying: fetching,
    keeping: fetching,
  });
  return expect(Effect.runPromise(run)).resolves.toMatchObject({ state: "Completed" });
});

test.each(["carrying", "keeping"] as const)(
  "a run whose code for %s cannot be fetched rejects with the reason, and can be begun again",
  async (part) => {
    const executor = new Executor({ workflow, config, store: memoryStore() });
    const offline = new TypeError("Failed to fetch dynamically imported module");
    const atHand = Effect.runSync(RunParts);
    const run = Effect.provideService(executor.runEffect, RunParts, { ...atHand, [part]: Effect.die(offline) });
    await expect(Effect.runPromise(run)).rejects.toBe(offline);
    expect(executor.status.seq).toBe(0);
    expect(Exit.isSuccess(await Effect.runPromiseExit(executor.runEffect))).toBe(true);
  },
);
