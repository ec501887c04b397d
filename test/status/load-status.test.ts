import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import * as Effect from "effect/Effect";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor, loadStatus, loadStatusEffect, StatusError } from "../../src/index.ts";
import { sqliteStore } from "../../src/store/sqlite/index.ts";

const newPath = (): string => join(mkdtempSync(join(tmpdir(), "load-")), "runs.db");

const workflow = defineWorkflow("loaded")
  .module("Loader", { run: () => [{ n: 1 }, { n: 2 }] })
  .module("Doubler", {
    run: ({ input, params, annotate }) => {
      annotate({ rows: input.data.length });
      if (params["fail"] === true) throw new Error("no");
      return input.data.map(({ n }) => ({ n: n * 2.5 }));
    },
  });

const ran = async () => {
  const path = newPath();
  const config = { Loader: { one: {} }, Doubler: { good: {}, bad: { fail: true } } };
  const executor = new Executor({ workflow, config, store: sqliteStore(path), runId: "r" });
  await executor.run();
  return { path, live: executor.status };
};

const change = (path: string, sql: string): void => {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
};

describe("a loaded status", () => {
  test("tells everything that the status of the run itself told, at every record", async () => {
    const { path, live } = await ran();
    const loaded = await loadStatus(sqliteStore(path), "r");
    for (let seq = 0; seq <= live.seq; seq++) {
      const [then, now] = [loaded.statusAt(seq), live.statusAt(seq)];
      expect(then.getStatusSummary()).toEqual(now.getStatusSummary());
      expect(then.snapshots).toEqual(now.snapshots);
      expect(then.changes).toEqual(now.changes);
      expect(then.getTiming().records).toEqual(now.getTiming().records);
      expect(then.getFailures()).toEqual(now.getFailures());
      expect(then.getResult()).toEqual(now.getResult());
    }
  });

  test("goes back to a snapshot, which has the results of that moment and no later ones", async () => {
    const { path } = await ran();
    const loaded = await loadStatus(sqliteStore(path), "r");
    const [before] = loaded.getSnapshots({ experimentKey: "Loader[one]_Doubler[good]", phase: "before" });
    const then = loaded.statusAt(before?.snapshotId ?? "");
    expect(then.getExecutionResult("Loader[one]").data).toEqual([{ n: 1 }, { n: 2 }]);
    expect(() => then.getExecutionResult("Loader[one]_Doubler[good]")).toThrow("it is still in progress");
  });

  test("holds the results of whole experiments alone when asked to", async () => {
    const { path } = await ran();
    const loaded = await loadStatus(sqliteStore(path), "r", { retain: "leaves" });
    expect(loaded.getResult()).toMatchObject({ "Loader[one]_Doubler[good]": { data: [{ n: 2.5 }, { n: 5 }] } });
    expect(() => loaded.getExecutionResult("Loader[one]")).toThrow(StatusError);
  });

  test("is there when a result cannot be read, until that one is asked for", async () => {
    const { path } = await ran();
    change(path, "UPDATE blobs SET bytes = zeroblob(3)");
    const loaded = await loadStatus(sqliteStore(path), "r");
    expect(loaded.getState("Loader[one]")).toBe("Completed");
    expect(() => loaded.getExecutionResult("Loader[one]")).toThrow("a stored value");
  });

  test("as an Effect reads results while its scope is open", async () => {
    const { path } = await ran();
    const data = Effect.map(
      loadStatusEffect(sqliteStore(path), "r"),
      (status) => status.getExecutionResult("Loader[one]_Doubler[good]").data,
    );
    expect(await Effect.runPromise(Effect.scoped(data))).toEqual([{ n: 2.5 }, { n: 5 }]);
  });

  test("of a run that is not there, or whose journal is not legal, is refused", async () => {
    const { path } = await ran();
    await expect(loadStatus(sqliteStore(path), "nobody")).rejects.toMatchObject({ reason: "unknown-run" });
    change(path, "DELETE FROM batches WHERE seq = 4");
    await expect(loadStatus(sqliteStore(path), "r")).rejects.toMatchObject({ reason: "damaged" });
  });
});

describe("a key that leads to nothing", () => {
  test("is refused with the nearest one: module by module, at any depth", async () => {
    const { path } = await ran();
    const loaded = await loadStatus(sqliteStore(path), "r");
    const near = (key: string): string => {
      try {
        return loaded.getState(key);
      } catch (error) {
        return (error as StatusError).detail;
      }
    };
    expect(near("Loader[on]")).toContain("Did you mean Loader[one]?");
    expect(near("Loder[one]_Doubler[god]")).toContain("Did you mean Loader[one]_Doubler[good]?");
    expect(near("Loader[one]Doubler[good]")).toContain("Did you mean Loader[one]_Doubler[good]?");
    expect(near("nothing like it")).toContain("A key reads Loader[one]_Doubler[good].");
  });
});
