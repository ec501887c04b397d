import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import { describe, expect, test } from "vitest";
import type { AnyActorRef, InspectionEvent } from "xstate";

import { defineWorkflow, Executor } from "../../src/index.ts";
import { sqliteStore } from "../../src/store/sqlite/index.ts";
import { fullAfter } from "../store/sqlite/full-after.ts";

const newPath = (): string => join(mkdtempSync(join(tmpdir(), "resume-")), "runs.db");

const calls: string[] = [];
const workflow = defineWorkflow("resumed")
  .module("Loader", {
    run: ({ params, experimentKey }) => {
      calls.push(experimentKey);
      return Number(params["n"]);
    },
  })
  .module("Doubler", {
    run: ({ input, experimentKey }) => {
      calls.push(experimentKey);
      return input.data * 2;
    },
  });
const config = (n: number) => ({ Loader: { a: { n }, b: { n: 2 } }, Doubler: { x: {}, y: {} } });

const leaveAfter = async (path: string, records: number): Promise<void> => {
  const executor = new Executor({
    workflow,
    config: config(1),
    store: fullAfter(sqliteStore(path), records),
    runId: "r",
  });
  await expect(executor.run()).rejects.toThrow("the disk is full");
};

describe("a resumed run", () => {
  test.for([1, 4, 6, 9, 12])("that was left after about %i records has the results of one that was not", async (at) => {
    const path = newPath();
    await leaveAfter(path, at);
    calls.length = 0;
    const executor = new Executor({ workflow, config: config(1), store: sqliteStore(path) });
    const outcome = await executor.resume("r");
    expect(outcome.state).toBe("Completed");
    expect(Object.values(executor.getResult()).map(({ data }) => data)).toEqual([2, 2, 4, 4]);
    expect(new Set(calls).size).toBe(calls.length);
    const ran = executor.status.records.filter(({ type }) => type === "module.completed").length;
    expect(ran).toBe(6);
  });

  test("goes on with another concurrency", async () => {
    const path = newPath();
    await leaveAfter(path, 6);
    const executor = new Executor({ workflow, config: config(1), store: sqliteStore(path), concurrency: 3 });
    expect((await executor.resume("r")).state).toBe("Completed");
    expect(executor.status.records.find(({ type }) => type === "run.resumed")).toMatchObject({ concurrency: 3 });
  });

  test("goes on with one worker where several were, and has each end on record when the next module is called", async () => {
    const path = newPath();
    const ends = () =>
      Effect.runSync(Effect.scoped(Effect.flatMap(sqliteStore(path, { readOnly: true }), ({ runs }) => runs))).map(
        ({ executions }) => executions.Completed,
      );
    let found: unknown[] | undefined;
    const slow = defineWorkflow("slow").module("Loader", {
      run: () => (found === undefined ? Promise.resolve().then(() => 1) : found.push(...ends())),
    });
    const options = { workflow: slow, config: { Loader: { a: {}, b: {}, c: {}, d: {} } }, runId: "r" };
    const store = fullAfter(sqliteStore(path), 9);
    await expect(new Executor({ ...options, store, concurrency: 4 }).run()).rejects.toThrow("the disk is full");
    found = [];
    const executor = new Executor({ ...options, store: sqliteStore(path), concurrency: 1 });
    expect((await executor.resume("r")).state).toBe("Completed");
    expect(found).toEqual([0, 1, 2, 3]);
    expect(executor.status.records.filter(({ type }) => type === "module.retried")).toHaveLength(4);
  });

  test.for([6, 8, 10, 12])(
    'with retain: "leaves" lets go of inner results as a new run does, left after %i records',
    async (at) => {
      const path = newPath();
      await leaveAfter(path, at);
      const options = { workflow, config: config(1), store: sqliteStore(path), retain: "leaves" } as const;
      const executor = new Executor(options);
      expect((await executor.resume("r")).state).toBe("Completed");
      expect(Object.values(executor.getResult()).map(({ data }) => data)).toEqual([2, 2, 4, 4]);
      for (const key of ["Loader[a]", "Loader[b]"])
        expect(() => executor.status.getExecutionResult(key)).toThrow(expect.objectContaining({ reason: "released" }));
    },
  );

  test("is refused with other params, which it names", async () => {
    const path = newPath();
    await leaveAfter(path, 6);
    const executor = new Executor({ workflow, config: config(7), store: sqliteStore(path) });
    await expect(executor.resume("r")).rejects.toThrow("Loader: the run was begun with other params of a.");
  });

  test("is refused with other experiments, which it names", async () => {
    const path = newPath();
    await leaveAfter(path, 6);
    const other = { Loader: { a: { n: 1 }, c: { n: 2 } }, Doubler: { x: {}, y: {} } };
    const executor = new Executor({ workflow, config: other, store: sqliteStore(path) });
    await expect(executor.resume("r")).rejects.toThrow(
      "Loader: the run was begun with other experiments: b is gone, c is new.",
    );
  });

  test("that is cancelled at once ends in order, with nothing left in progress", async () => {
    const path = newPath();
    await leaveAfter(path, 6);
    const executor = new Executor({
      workflow,
      config: config(1),
      store: sqliteStore(path),
      signal: AbortSignal.abort(),
    });
    const outcome = await executor.resume("r");
    expect(outcome).toMatchObject({ state: "Failed", reason: "cancelled", executions: { InProgress: 0 } });
    expect(outcome.experiments.InProgress).toBe(0);
  });

  test("that is cancelled at once tells its machine of every experiment that failed, wherever it was left", async () => {
    let failed = 0;
    for (let last = 1; last <= 12; last++) {
      const path = newPath();
      const options = { workflow, config: config(1), runId: "r", concurrency: 2 };
      await expect(new Executor({ ...options, store: fullAfter(sqliteStore(path), last) }).run()).rejects.toThrow(
        "full",
      );
      const counted: unknown[] = [];
      const inspect = ({ type, rootId, actorRef }: InspectionEvent): void => {
        if (type === "@xstate.actor" && actorRef.sessionId === rootId) counted.push(actorRef);
      };
      const store = sqliteStore(path);
      const executor = new Executor({ ...options, store, signal: AbortSignal.abort(), inspect });
      const { experiments } = await executor.resume("r");
      const [run] = counted as AnyActorRef[];
      expect(run?.getSnapshot().output).toMatchObject({ completed: experiments.Completed, failed: experiments.Failed });
      failed += experiments.Failed;
    }
    expect(failed).toBeGreaterThan(12);
  });

  test("that was left while it was being cancelled ends as cancelled, whichever record was its last", async () => {
    const ends = new Set<string>();
    for (let last = 1; last <= 12; last++) {
      const path = newPath();
      const options = { workflow, config: config(1), runId: "r", concurrency: 2 };
      const left = new Executor({ ...options, store: fullAfter(sqliteStore(path), last) });
      left.observe(({ type }) => type === "module.completed" && left.cancel());
      const ended = await left.run().catch(() => undefined);
      if (ended !== undefined) break;
      const before = left.status.records.at(-1);
      const executor = new Executor({ ...options, store: sqliteStore(path) });
      const outcome = await executor.resume("r");
      const cancelled = before?.type === "experiment.failed";
      expect(outcome).toMatchObject(cancelled ? { state: "Failed", reason: "cancelled" } : { state: "Completed" });
      expect([outcome.executions.InProgress, outcome.experiments.InProgress]).toEqual([0, 0]);
      ends.add(before?.type ?? "none");
    }
    expect(ends).toContain("experiment.failed");
  });

  test("fails what is below a result that could not be stored, and says why", async () => {
    const path = newPath();
    const kept = defineWorkflow("code")
      .module("Loader", { run: () => ({ load: () => 1 }) })
      .module("Caller", { run: ({ input }) => input.data.load() });
    const codeConfig = { Loader: { a: {} }, Caller: { x: {}, y: {} } };
    const left = new Executor({
      workflow: kept,
      config: codeConfig,
      store: fullAfter(sqliteStore(path), 6),
      runId: "r",
    });
    await expect(left.run()).rejects.toThrow("the disk is full");
    const executor = new Executor({ workflow: kept, config: codeConfig, store: sqliteStore(path) });
    const outcome = await executor.resume("r");
    expect(outcome).toMatchObject({ state: "Failed", executions: { InProgress: 0 } });
    expect(executor.status.getFailures()[0]?.error.message).toContain("it could not be stored");
  });

  test("of an unknown id, or one that is over, is refused", async () => {
    const path = newPath();
    const executor = new Executor({ workflow, config: config(1), store: sqliteStore(path), runId: "done" });
    await executor.run();
    await expect(executor.resume("done")).rejects.toThrow("it is over (Completed)");
    await expect(executor.resume("never")).rejects.toThrow("the store has no such run");
    const again = new Executor({ workflow, config: config(1), store: sqliteStore(path), runId: "done" });
    await expect(again.run()).rejects.toThrow("the store has a run of this id");
  });
});
