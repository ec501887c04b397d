/** Retried, forked and resumed runs: why each execution was taken over or ran, and what `reuse` changes about it. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor, type RunOptions, StoreError } from "../../../src/index.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";

const newPath = (): string => join(mkdtempSync(join(tmpdir(), "begun-")), "runs.db");

interface World {
  readonly n?: number;
  readonly broken?: boolean;
  /** Of the Scaler; it has no `reuse` without one. */
  readonly version?: string;
}

const build = (path: string, { n = 1, broken = false, version }: World, options: RunOptions = {}) => {
  const calls: string[] = [];
  const workflow = defineWorkflow("begun")
    .module("Loader", {
      run: ({ params, experimentKey }) => {
        calls.push(experimentKey);
        return [{ n: Number(params["n"]) }];
      },
    })
    .module("Scaler", {
      ...(version !== undefined && { reuse: { version } }),
      run: ({ input, experimentKey }) => {
        calls.push(experimentKey);
        return input.data.map((row) => ({ n: row.n * 2 }));
      },
    })
    .module("Reporter", {
      run: ({ input, experimentName, experimentKey }) => {
        calls.push(experimentKey);
        if (broken && experimentName === "bad") throw new Error("not yet");
        return input.data.length;
      },
    });
  const config = { Loader: { a: { n } }, Scaler: { s: {} }, Reporter: { good: {}, bad: {} } };
  const executor = new Executor({ workflow, config, store: sqliteStore(path), ...options });
  const kinds = (): Readonly<Record<string, string | undefined>> =>
    Object.fromEntries(Array.from(executor.status.executions(), ({ key, reuse }) => [key, reuse?.why.kind]));
  return { executor, calls, kinds };
};

const [loader, scaler] = ["Loader[a]", "Loader[a]_Scaler[s]"];
const [good, bad] = [`${scaler}_Reporter[good]`, `${scaler}_Reporter[bad]`];

describe("a retried run", () => {
  test("says of each execution from where it was taken over, or why it ran", async () => {
    const path = newPath();
    const first = build(path, { broken: true });
    const { runId } = await first.executor.run();
    expect(first.kinds()).toEqual({ [loader]: undefined, [scaler]: undefined, [good]: undefined, [bad]: undefined });

    const second = build(path, {});
    await second.executor.retry(runId);
    expect(second.kinds()).toEqual({
      [loader]: "begun-from",
      [scaler]: "begun-from",
      [good]: "begun-from",
      [bad]: "failed",
    });
    const [, loaded] = first.executor.status.getSnapshots({ experimentKey: loader });
    const seq = Number(loaded?.snapshotId.split(":").at(-1));
    expect(second.executor.status.getExecution(loader).reuse).toEqual({
      why: { kind: "begun-from", from: { runId, seq } },
    });
  });

  test("says so of what has other params, and of what is below it", async () => {
    const path = newPath();
    const { runId } = await build(path, {}).executor.run();
    const second = build(path, { n: 2 });
    await second.executor.retry(runId);
    expect(second.kinds()).toEqual({ [loader]: "other-params", [scaler]: "above", [good]: "above", [bad]: "above" });
  });

  test("carries out what was made under another version, and what is below it", async () => {
    const path = newPath();
    const { runId } = await build(path, { version: "1" }).executor.run();
    const second = build(path, { version: "2" });
    await second.executor.retry(runId);
    expect(second.calls).toEqual([scaler, good, bad]);
    expect(second.executor.status.getExecution(scaler).reuse?.why).toEqual({
      kind: "changed",
      since: { runId, seq: expect.any(Number) },
      parts: [{ part: "version" }],
    });
    expect(second.executor.status.getExecution(good).reuse?.why).toEqual({ kind: "above" });
  });

  test("keeps the key that a result was made under, so that a later run finds it", async () => {
    const path = newPath();
    const first = build(path, { version: "1", broken: true });
    const { runId } = await first.executor.run();
    const second = build(path, { version: "1" });
    await second.executor.retry(runId);
    expect(second.calls).toEqual([bad]);
    const keyOf = ({ executor }: typeof first) => executor.status.getExecution(scaler).reuse?.key;
    expect(keyOf(second)).toEqual(keyOf(first));
    const third = build(path, { version: "1" });
    await third.executor.run();
    expect(third.executor.status.getExecution(scaler).reuse?.why).toMatchObject({
      kind: "same-key",
      from: { runId: second.executor.status.runId },
    });
  });

  test("gives no key to a result that was made without one", async () => {
    const path = newPath();
    const { runId } = await build(path, {}).executor.run();
    const second = build(path, { version: "2" });
    await second.executor.retry(runId);
    expect(second.calls).toEqual([]);
    expect(second.executor.status.getExecution(scaler).reuse).toEqual({
      why: expect.objectContaining({ kind: "begun-from" }),
    });
    const third = build(path, { version: "2" });
    await third.executor.run();
    expect(third.executor.status.getExecution(scaler).reuse?.why).toEqual({ kind: "new" });
  });

  test("takes over by the run it begins from even when it may reuse nothing else", async () => {
    const path = newPath();
    const { runId } = await build(path, { version: "1" }).executor.run();
    const second = build(path, { version: "1" }, { reuse: false });
    await second.executor.retry(runId);
    expect(second.calls).toEqual([]);
    const third = build(path, { version: "2" }, { reuse: false });
    await third.executor.retry(runId);
    expect(third.kinds()[scaler]).toBe("other-key");
  });
});

describe("a forked run", () => {
  test("takes over by key what had not completed at the snapshot", async () => {
    const path = newPath();
    const first = build(path, { version: "1" });
    await first.executor.run();
    const [, loaded] = first.executor.status.getSnapshots({ experimentKey: loader });
    const second = build(path, { version: "1" });
    await second.executor.fork(loaded?.snapshotId ?? "");
    expect(second.kinds()).toEqual({ [loader]: "begun-from", [scaler]: "same-key", [good]: "above", [bad]: "above" });
  });
});

/** A store that takes no record after the one with this number: a run in it stays unfinished. */
const storeUpTo = (path: string, last: number): NonNullable<RunOptions["store"]> =>
  Effect.map(sqliteStore(path), (store) => ({
    ...store,
    own: (runId) =>
      Effect.map(store.own(runId), (owned) => ({
        ...owned,
        journal: {
          append: (records) =>
            records.some(({ seq }) => seq > last)
              ? new StoreError({ reason: "full", subject: path, detail: "no more", cause: undefined })
              : owned.journal.append(records),
        },
      })),
  }));

describe("a resumed run", () => {
  test.each([{}, { keepRecords: 1 }])(
    "takes over by key what it had not done when it was left, with %o",
    async (options) => {
      const path = newPath();
      await build(path, { version: "1" }).executor.run();
      // Started and not ended: the Scaler gets another attempt, which finds the result of the first run.
      const left = build(path, { version: "1" }, { runId: "left", store: storeUpTo(path, 6) });
      await expect(left.executor.run()).rejects.toThrow("no more");
      const resumed = build(path, { version: "1" }, options);
      await resumed.executor.resume("left");
      expect(resumed.calls).toEqual([good, bad]);
      const seen = build(path, { version: "1" });
      await seen.executor.retry("left");
      expect(seen.executor.status.getExecution(scaler)).toMatchObject({ origin: "reused", state: "Completed" });
      expect(seen.executor.status.getExecution(scaler).reuse?.key).toBeDefined();
    },
  );
});
