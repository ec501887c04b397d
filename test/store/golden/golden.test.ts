/** Files that earlier versions wrote are read, migrated, verified and gone on with. */
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Effect } from "effect";
import { afterAll, describe, expect, test } from "vitest";

import { defineWorkflow, Executor, Status } from "../../../src/index.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";
import { allRunIds, verifyRun } from "../../../src/store/sqlite/verify-run.ts";

const folder = mkdtempSync(join(tmpdir(), "golden-"));
afterAll(() => rmSync(folder, { recursive: true }));

const versions = readdirSync(import.meta.dirname).filter((name) => /^v\d+\.db$/u.test(name));

describe.each(versions)("the store %s of an earlier version", (name) => {
  /** Opening migrates a file: each claim takes a copy of its own. */
  const opened = (claim: string): string => {
    const path = join(folder, `${claim}-${name}`);
    copyFileSync(join(import.meta.dirname, name), path);
    Effect.runSync(Effect.scoped(sqliteStore(path)));
    return path;
  };

  test("is migrated to one in which every run verifies", async () => {
    const path = opened("verified");
    const ids = await Effect.runPromise(allRunIds(path));
    expect(ids.toSorted()).toEqual(["finished", "forked", "unfinished"]);
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

test("there is a golden store of every version", () => {
  expect(versions).toContain("v1.db");
});
