/** Files that earlier versions wrote are read, migrated, verified and gone on with. */
import { copyFileSync, cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import { afterAll, describe, expect, test } from "vitest";

import { defineWorkflow, Executor, type RunId, Status } from "../../../src/index.ts";
import { sqliteStore, storeTotals } from "../../../src/store/sqlite/index.ts";
import { migrations } from "../../../src/store/sqlite/migrations.ts";
import { allRunIds, verifyRun } from "../../../src/store/sqlite/verify-run.ts";

import { blobFilesOf, changeStore, expectNothingLoose, rowsOf } from "../sqlite/store-files.ts";

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

  test("is led to by the heads that were noted of its runs", async () => {
    const noted = rowsOf(join(import.meta.dirname, name), "SELECT run_id, hex(head) AS head FROM runs");
    const path = opened("noted");
    const kept = await Effect.runPromise(allRunIds(path));
    for (const { run_id: id, head } of noted.filter((row) => kept.some((runId) => runId === row["run_id"]))) {
      const { problems } = await Effect.runPromise(verifyRun(path, String(id), { anchor: String(head) }));
      expect({ id, problems }).toEqual({ id, problems: [] });
    }
    expect(noted.length).toBeGreaterThan(2);
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

describe.each(["v2.db", "v3.db", "v4.db", "v5.db"])("the store %s", (name) => {
  const golden = join(import.meta.dirname, name);
  const path = join(folder, name);
  cpSync(golden, path);
  cpSync(`${golden}.blobs`, `${path}.blobs`, { recursive: true });
  Effect.runSync(Effect.scoped(sqliteStore(path)));

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

describe("a store of version 2 that was damaged before it is migrated", () => {
  /** A copy that another program changed, opened to write. */
  const migrated = (claim: string, sql: string): string => {
    const path = join(folder, `${claim}.db`);
    copyFileSync(join(import.meta.dirname, "v2.db"), path);
    cpSync(join(import.meta.dirname, "v2.db.blobs"), `${path}.blobs`, { recursive: true });
    changeStore(path, sql);
    Effect.runSync(Effect.scoped(sqliteStore(path)));
    return path;
  };
  const problemsOf = async (path: string, runId: string) =>
    (await Effect.runPromise(verifyRun(path, runId))).problems.map(({ reason }) => reason);

  test("still says that a run has lost its row, and which it was", async () => {
    const path = migrated("lost", "DELETE FROM runs WHERE run_id = 'finished'");
    expect(await Effect.runPromise(allRunIds(path))).toContain("finished");
    expect(await problemsOf(path, "finished")).toEqual(["the run is missing from the table of runs"]);
    expect(await problemsOf(path, "forked")).toEqual([]);
  });

  test("still says that a row, a record or a result is another", async () => {
    const row = migrated("row", "UPDATE runs SET completed = 40 WHERE run_id = 'finished'");
    expect(await problemsOf(row, "finished")).toEqual([expect.stringContaining("completed = 40")]);
    const record = migrated("record", "UPDATE records SET body = body || ' ' WHERE run_id = 'finished' AND seq = 9");
    expect(await problemsOf(record, "finished")).toEqual([expect.stringContaining("it was changed")]);
    const swap =
      "UPDATE results SET hash = (SELECT max(hash) FROM blobs WHERE hash <> results.hash) WHERE run_id = 'finished' AND execution = 0";
    const [reason] = await problemsOf(migrated("result", swap), "finished");
    expect(reason).toBe("another result stands in the place of its own");
  });
});

test.each(["v4.db", "v5.db"])(
  "the store %s has a checkpoint of its unfinished run alone, and it goes on from there",
  async (name) => {
    const path = join(folder, `checkpoint-${name}`);
    copyFileSync(join(import.meta.dirname, name), path);
    const kept = "SELECT DISTINCT run_id FROM checkpoints JOIN runs ON no = run";
    expect(rowsOf(path, kept)).toEqual([{ run_id: "unfinished" }]);
    const seq = Effect.map(
      Effect.flatMap(sqliteStore(path), ({ own }) => own("unfinished" as RunId)),
      ({ checkpoint, records }) => [checkpoint?.parts.facts.seq, records[0]?.seq],
    );
    const [last, next] = await Effect.runPromise(Effect.scoped(seq));
    expect(next).toBe((last ?? Number.NaN) + 1);
  },
);

test("there is a golden store of every version", () => {
  expect(versions.toSorted()).toEqual(migrations.map((_, at) => `v${at + 1}.db`));
});
