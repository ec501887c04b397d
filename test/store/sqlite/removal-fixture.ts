/** Stores of runs that are to be removed. */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import { expect } from "vitest";

import { defineWorkflow, Executor, type StoreService } from "../../../src/index.ts";
import type { RunId } from "../../../src/journal/record.ts";
import { sqliteStore, storeTotals, verifyRun } from "../../../src/store/sqlite/index.ts";
import { allRunIds } from "../../../src/store/sqlite/verify-run.ts";
import { ManualClock } from "../../regressions/manual-clock.ts";

/** Made anew after each file that needs one: several share this module. */
let folder: string | undefined;
let stores = 0;
export const newPath = (): string => {
  folder ??= mkdtempSync(join(tmpdir(), "remove-runs-"));
  const own = join(folder, String(++stores));
  mkdirSync(own);
  return join(own, "runs.db");
};

/** Removes the stores of a file of tests. */
export const removeFolder = (): void => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
  folder = undefined;
};

const blobFileBytes = 100;
export const open = (path: string) => sqliteStore(path, { blobFileBytes });

/** Results are few and often equal, and some have files of their own. */
export const valueOf = (n: number): unknown => (n % 2 === 0 ? { n } : "x".repeat(100 + n));

export interface GivenRun {
  readonly values: readonly number[];
  readonly end: "Completed" | "Failed" | "InProgress";
  readonly laterMs: number;
}

export const workflow = defineWorkflow("removed").module("Loader", {
  run: ({ params }) => {
    if (params["fails"] === true) throw new Error("no");
    return valueOf(Number(params["n"]));
  },
});

/** A store that takes no end of a run, as a process that is killed before it. */
const withoutEnd = (path: string) =>
  Effect.map(open(path), (store): StoreService => ({
    ...store,
    own: (runId) =>
      Effect.map(store.own(runId), (run) => ({
        ...run,
        journal: {
          append: (batch) => {
            const ends = batch.some(({ type }) => type === "run.completed" || type === "run.failed");
            return ends ? Effect.die("killed") : run.journal.append(batch);
          },
        },
      })),
  }));

export const carryOut = async (
  path: string,
  runId: string,
  { values, end }: GivenRun,
  clock: ManualClock,
): Promise<void> => {
  const experiments = values.map((n, at) => [`v${at}`, { n }] as const);
  const config = { Loader: { ...Object.fromEntries(experiments), ...(end === "Failed" && { bad: { fails: true } }) } };
  const store = end === "InProgress" ? withoutEnd(path) : open(path);
  const executor = new Executor({ workflow, config, store, runId });
  await clock.run(executor.runEffect).catch((error: unknown) => expect(error).toBe("killed"));
};

/** A store of such runs, r0, r1, …, by a clock that goes on as they say. */
export const storeOf = async (runs: readonly GivenRun[]) => {
  const path = newPath();
  const clock = new ManualClock();
  for (const [at, run] of runs.entries()) {
    clock.advance(run.laterMs);
    await carryOut(path, `r${at}`, run, clock);
  }
  if (runs.length === 0) Effect.runSync(Effect.scoped(open(path)));
  return { path, clock };
};

export const listed = (path: string) =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(open(path), (store) => store.runs)));
export const totals = (path: string) => Effect.runPromise(storeTotals(path));
/** Every way to ask a store for a run. */
export const ways = (path: string, runId: string): readonly Promise<unknown>[] => {
  const id = runId as RunId;
  const asked = [
    (store: StoreService) => Effect.asVoid(store.own(id)),
    (store: StoreService) => Effect.asVoid(store.records(id)),
    (store: StoreService) => Effect.asVoid(store.results(id)),
  ];
  return asked.map((ask) => Effect.runPromise(Effect.scoped(Effect.flatMap(open(path), ask))));
};
export const problemsOf = async (path: string, runId: string) =>
  (await Effect.runPromise(verifyRun(path, runId))).problems;

export const expectWhole = async (path: string): Promise<void> => {
  for (const runId of await Effect.runPromise(allRunIds(path)))
    expect({ runId, problems: await problemsOf(path, runId) }).toEqual({ runId, problems: [] });
};
