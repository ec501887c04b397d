import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor, type RunId } from "../../src/index.ts";
import { sqliteStore } from "../../src/store/sqlite/index.ts";

const newPath = (): string => join(mkdtempSync(join(tmpdir(), "fork-")), "runs.db");

/** A workflow that notes what it is asked to do, and whose second Doubler fails until it is mended. */
const build = (path: string, config: { readonly n: number; readonly broken: boolean }) => {
  const calls: string[] = [];
  const workflow = defineWorkflow("forked")
    .module("Loader", {
      run: ({ params, experimentKey }) => {
        calls.push(experimentKey);
        return [{ n: Number(params["n"]) }];
      },
    })
    .module("Doubler", {
      run: ({ input, experimentName, experimentKey }) => {
        calls.push(experimentKey);
        if (experimentName === "y" && config.broken) throw new Error("not yet");
        return input.data.map(({ n }) => ({ n: n * 2.5 }));
      },
    });
  const executor = new Executor({
    workflow,
    config: { Loader: { a: { n: config.n }, b: { n: 2 } }, Doubler: { x: {}, y: {} } },
    store: sqliteStore(path),
  });
  return { executor, calls };
};

const values = (executor: { getResult(): Readonly<Record<string, unknown>> }): unknown[] =>
  Object.values(executor.getResult()).map((result) => (result as { data: readonly { n: number }[] }).data[0]?.n);

const recordsOf = (path: string, runId: string) =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(sqliteStore(path), (store) => store.records(runId as RunId))));

describe("a retried run", () => {
  test("takes over what completed, and carries out what failed and what is below it", async () => {
    const path = newPath();
    const first = build(path, { n: 1, broken: true });
    const failed = await first.executor.run();
    expect(failed.state).toBe("Failed");

    const second = build(path, { n: 1, broken: false });
    const outcome = await second.executor.retry(failed.runId);
    expect(outcome.state).toBe("Completed");
    expect(outcome.runId).not.toBe(failed.runId);
    expect(second.calls).toEqual(["Loader[a]_Doubler[y]", "Loader[b]_Doubler[y]"]);
    expect(values(second.executor)).toEqual([2.5, 2.5, 5, 5]);
    const origins = second.executor.status.records.flatMap((record) =>
      record.type === "module.completed" ? [record.origin] : [],
    );
    expect(origins.filter((origin) => origin === "reused")).toHaveLength(4);
    const [started] = second.executor.status.records;
    expect(started).toMatchObject({ origin: { runId: failed.runId } });
  });

  test("tells the changes of what it took over as the first run told them", async () => {
    const path = newPath();
    const first = build(path, { n: 1, broken: false });
    const { runId } = await first.executor.run();
    const second = build(path, { n: 1, broken: false });
    await second.executor.retry(runId);
    expect(second.calls).toEqual([]);
    const told = ({ executor }: typeof first) =>
      executor.status.changes.map(({ type, target, experimentKey }) => [type, target, experimentKey]);
    expect(told(second)).toEqual(told(first));
  });

  test("carries out again what has other params, and all below it", async () => {
    const path = newPath();
    const { runId } = await build(path, { n: 1, broken: false }).executor.run();
    const second = build(path, { n: 7, broken: false });
    await second.executor.retry(runId);
    expect(second.calls).toEqual(["Loader[a]", "Loader[a]_Doubler[x]", "Loader[a]_Doubler[y]"]);
    expect(values(second.executor)).toEqual([17.5, 17.5, 5, 5]);
  });
});

describe("a forked run", () => {
  test("takes over what had completed at the snapshot, and leaves the earlier run as it is", async () => {
    const path = newPath();
    const first = build(path, { n: 1, broken: false });
    const { runId } = await first.executor.run();
    const before = await recordsOf(path, runId);
    const [snapshot] = first.executor.status.getSnapshots({ experimentKey: "Loader[a]_Doubler[x]", phase: "after" });

    const second = build(path, { n: 1, broken: false });
    await second.executor.fork(snapshot?.snapshotId ?? "");
    expect(second.calls).toEqual(["Loader[a]_Doubler[y]", "Loader[b]", "Loader[b]_Doubler[x]", "Loader[b]_Doubler[y]"]);
    expect(values(second.executor)).toEqual([2.5, 2.5, 5, 5]);
    expect(await recordsOf(path, runId)).toEqual(before);
  });

  test("is refused for what is no snapshot of a run of the store", async () => {
    const path = newPath();
    const { executor } = build(path, { n: 1, broken: false });
    const { runId } = await executor.run();
    await expect(executor.fork("yesterday")).rejects.toThrow("it is no snapshot id");
    await expect(executor.fork(`${runId}:9999`)).rejects.toThrow("the run has the records 1 to");
    await expect(executor.fork("nobody:1")).rejects.toThrow("it holds no run nobody");
  });
});
