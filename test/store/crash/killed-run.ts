/** Lives of a run in processes that are killed, and what becomes of it in this one. */
import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

import * as Effect from "effect/Effect";
import { expect } from "vitest";

import type { StoredRun } from "../../../src/index.ts";
import { sqliteStore, verifyRun } from "../../../src/store/sqlite/index.ts";
import { calledAgain, factsOf, interruptedIn, type ReferenceRun, referenceExecutor } from "./reference-run.ts";

/** Runs a bundled program to its death; with what it wrote to stdout when it ended by itself. */
export const live = (
  program: string,
  args: readonly (string | number)[],
  compileCache: string,
): Promise<{ readonly killed: boolean; readonly stdout: string }> =>
  new Promise((resolve, reject) => {
    // Compiled once for all of them, a process starts in half the time.
    const options = { env: { ...process.env, NODE_COMPILE_CACHE: compileCache } };
    execFile(process.execPath, [program, ...args.map(String)], options, (error, stdout, stderr) => {
      if (error !== null && error.signal !== "SIGKILL") reject(new Error(stderr, { cause: error }));
      else resolve({ killed: error !== null, stdout });
    });
  });

/** What the reference run finds out when nobody kills it. */
export const wholeFacts = async (run: ReferenceRun): Promise<ReturnType<typeof factsOf>> => {
  const executor = referenceExecutor({ ...run, runId: "left" });
  await executor.run();
  return factsOf(executor);
};

/**
 * Holds a killed run to its promises: what was told is kept, it verifies as it was left, it goes on to what it would
 * have been, only what was in progress ran again, and it verifies then. False for a run that was over already.
 */
export const goesOn = async (
  { runId = "left", ...run }: ReferenceRun,
  whole: ReturnType<typeof factsOf>,
  how: string,
): Promise<boolean> => {
  const left = await runOf(run.path, runId);
  const told = toldOf(run.calls);
  expect(left?.records ?? 0, `records kept of ${told} told, ${how}`).toBeGreaterThanOrEqual(told);
  if (left !== undefined) expect(await problemsOf(run.path, runId), `as it was left, ${how}`).toEqual([]);
  if (left !== undefined && left.state !== "InProgress") return false;
  const executor = referenceExecutor(left === undefined ? { ...run, runId } : run);
  await (left === undefined ? executor.run() : executor.resume(runId));
  expect(factsOf(executor), `facts, ${how}`).toEqual(whole);
  expect(interruptedIn(executor), `called again, ${how}`).toEqual(expect.arrayContaining([...calledAgain(run.calls)]));
  expect(await problemsOf(run.path, runId), `at its end, ${how}`).toEqual([]);
  return true;
};

const runOf = (path: string, runId: string): Promise<StoredRun | undefined> =>
  Effect.runPromise(
    Effect.scoped(
      Effect.flatMap(sqliteStore(path), ({ runs }) =>
        Effect.map(runs, (all) => all.find((run) => run.runId === runId)),
      ),
    ),
  );

const problemsOf = async (path: string, runId: string) => (await Effect.runPromise(verifyRun(path, runId))).problems;

/** The last record an observer was told of. */
const toldOf = (calls: string): number =>
  existsSync(`${calls}.told`) ? Number(readFileSync(`${calls}.told`, "utf8").trim().split("\n").at(-1)) : 0;

/** Does something with each, `atOnce` at a time. */
export const forEachOf = async <Item>(
  items: readonly Item[],
  atOnce: number,
  act: (item: Item) => Promise<void>,
): Promise<void> => {
  const queue = items.values();
  const worker = async (): Promise<void> => {
    for (const item of queue) await act(item);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
};
