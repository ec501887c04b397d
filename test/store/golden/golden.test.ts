/** Files that earlier versions wrote are read, migrated, verified and gone on with. */
import { copyFileSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import { afterAll, describe, expect, test } from "vitest";

import { defineWorkflow, Executor, Status } from "../../../src/index.ts";
import { sqliteStore, storeTotals } from "../../../src/store/sqlite/index.ts";
import { migrations } from "../../../src/store/sqlite/migrations.ts";
import { allRunIds, verifyRun } from "../../../src/store/sqlite/verify-run.ts";

import { blobFilesOf, expectNothingLoose } from "../sqlite/store-files.ts";

const folder = mkdtempSync(join(tmpdir(), "golden-"));
afterAll(() => rmSync(folder, { recursive: true }));

const versions = readdirSync(import.meta.dirname).filter((name) => /^v\d+\.db$/u.test(name));

describe.each(versions)("the store %s of an earlier version", (name) => {
  /** Opening migrates a file: each claim takes a copy of its own. */
  const opened = (claim: string): string => {
    const path = join(folder, `${claim}-${name}`);
    const golden = join(import.meta.dirname, name);
    copyFileSync(golden, path);
    if (existsSync(`${golden}.blobs`)) cpSync(`${golden}.blobs`, `${path}.blobs`, { recursive: true });
    Effect.runSync(Effect.scoped(sqliteStore(path)));
    return path;
  };

  test("is migrated to one in which every run verifies", async () => {
    const path = opened("verified");
    const ids = await Effect.runPromise(allRunIds(path));
    expect(ids).toEqual(expect.arrayContaining(["finished", "forked", "unfinished"]));
    for (const id of ids) {
      const { problems } = await Effect.runPromise(verifyRun(path, id));
      expect({ id, problems }).toEqual({ id, problems: [] });
    }
  });

  test("counts in its rows what its records add up to", async () => {
    const path = opened("counted");
    const check = Effect.gen(function* () {
      const store = yield* sqliteStore(path);
      for (const { runId, executions, records } of yield* store.runs) {
        const status = Status.fromJournal(yield* store.records(runId));
        expect({ runId, executions, records }).toEqual({
          runId,
          executions: status.executionCounts,
          records: status.seq,
        });
      }
    });
    await Effect.runPromise(Effect.scoped(check));
  });

  test("holds results that are read as they were returned", async () => {
    const path = opened("read");
    const loaded = Effect.gen(function* () {
      const store = yield* sqliteStore(path);
      const lookup = (yield* store.results("finished" as Parameters<typeof store.results>[0])).get;
      return [lookup(0)?.data, lookup(2)?.data, lookup(4)];
    });
    expect(await Effect.runPromise(Effect.scoped(loaded))).toEqual([
      [
        { name: "one", size: 3n, at: new Date(0) },
        { name: "b", size: 4n, at: new Date(1) },
      ],
      { rows: 2, code: null },
      undefined,
    ]);
  });

  test("has an unfinished run that goes on", async () => {
    const workflow = defineWorkflow("golden")
      .module("Loader", { run: (): { readonly size: number }[] => [] })
      .module("Scaler", { run: ({ input }) => input.data })
      .module("Reporter", { run: ({ input }) => input.data.length });
    const executor = new Executor({
      workflow,
      config: {
        Loader: { one: { path: "a" } },
        Scaler: { steady: {}, flaky: { by: 4 } },
        Reporter: { good: {}, bad: {}, code: {} },
      },
      store: sqliteStore(opened("resumed")),
    });
    const { executions } = await executor.resume("unfinished");
    expect(executions).toEqual({ NotStarted: 0, InProgress: 0, Completed: 8, Failed: 1 });
  });
});

describe("the store v2.db", () => {
  const golden = join(import.meta.dirname, "v2.db");
  const path = join(folder, "v2.db");
  cpSync(golden, path);
  cpSync(`${golden}.blobs`, `${path}.blobs`, { recursive: true });

  test("has results in files of their own, and none that nothing refers to", () => {
    expect(blobFilesOf(path)).toHaveLength(2);
    expectNothingLoose(path);
  });

  test("has a removed run, which counts and is not there", async () => {
    const { kept, removed } = await Effect.runPromise(storeTotals(path));
    expect({ kept: kept.runs, removed }).toEqual({
      kept: 5,
      removed: { runs: 1, records: 37, executions: { NotStarted: 0, InProgress: 0, Completed: 7, Failed: 2 } },
    });
    await expect(Effect.runPromise(verifyRun(path, "removed"))).rejects.toMatchObject({ reason: "removed" });
  });

  test("has results that later runs take over", async () => {
    const workflow = defineWorkflow("golden").module("Loader", { reuse: { version: "1" }, run: () => [] });
    const executor = new Executor({
      workflow,
      config: { Loader: { one: { path: "a" } } },
      store: sqliteStore(path),
    });
    await executor.run();
    expect(executor.getResult("Loader[one]").data).toEqual([
      { name: "one", size: 3n, at: new Date(0) },
      { name: "b", size: 4n, at: new Date(1) },
    ]);
  });
});

test("there is a golden store of every version", () => {
  expect(versions.toSorted()).toEqual(migrations.map((_, at) => `v${at + 1}.db`));
});
