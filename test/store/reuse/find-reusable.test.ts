/** What a store finds to reuse is what was written, whatever became of the file since. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import * as Effect from "effect/Effect";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

import { defineWorkflow, Executor, type ReuseReason, type RunOptions } from "../../../src/index.ts";
import { removeRuns, sqliteStore, verifyRun } from "../../../src/store/sqlite/index.ts";

const folder = mkdtempSync(join(tmpdir(), "reusable-"));
afterAll(() => rmSync(folder, { recursive: true }));

let path = "";
let files = 0;
beforeEach(() => {
  path = join(folder, `${files++}.db`);
});

/** Runs a workflow of one module with `reuse`: gives what it put out, and why. */
const run = async (runId: string, size = 1, options: RunOptions = {}) => {
  const workflow = defineWorkflow("kept").module("Loader", {
    reuse: true,
    run: ({ annotate }) => {
      annotate({ made: size });
      return [{ size }];
    },
  });
  const executor = new Executor({
    workflow,
    config: { Loader: { one: {} } },
    store: sqliteStore(path),
    runId,
    ...options,
  });
  await executor.run();
  const why: ReuseReason | undefined = executor.status.getExecution("Loader[one]").reuse?.why;
  return { size: executor.getResult("Loader[one]").data[0]?.size, why };
};

/** Changes the file as another program would. */
const change = (sql: string): void => {
  const database = new DatabaseSync(path);
  expect(database.prepare(sql).run().changes).toBeGreaterThan(0);
  database.close();
};

const from = (runId: string) => ({ runId, seq: 5 });

describe("a result that was changed in the file", () => {
  const flip = `UPDATE blobs SET bytes = CAST('[{"size":7}]' AS BLOB) WHERE bytes = CAST('[{"size":1}]' AS BLOB)`;

  test("is not taken over, and mended by the module that gives it again", async () => {
    await run("first");
    change(flip);
    expect(await run("second")).toEqual({
      size: 1,
      why: { kind: "damaged", from: from("first"), detail: expect.stringContaining("not those that were written") },
    });
    expect(await run("third")).toEqual({ size: 1, why: { kind: "same-key", from: from("second") } });
  });

  test("gives way to an older one that is whole", async () => {
    await run("first", 2);
    await run("second", 1, { reuse: false });
    expect(await run("third")).toMatchObject({ size: 1, why: { from: from("second") } });
    change(flip);
    expect(await run("fourth")).toEqual({ size: 2, why: { kind: "same-key", from: from("first") } });
  });
});

test("a record that was changed in the file is not taken over", async () => {
  await run("first");
  change(`UPDATE records SET body = replace(body, '{"made":1}', '{"made":3}') WHERE body LIKE '%"made":1%'`);
  expect((await run("second")).why).toEqual({
    kind: "damaged",
    from: from("first"),
    detail: "its record is not the one that was written",
  });
});

test("an index that leads elsewhere leads to nothing", async () => {
  await run("first");
  change(`UPDATE results SET reuse_key = reuse_key || '0'`);
  expect((await run("second")).why).toEqual({ kind: "new" });
  change(`UPDATE results SET execution = 9 WHERE run_id = 'second'`);
  expect((await run("third")).why).toEqual({ kind: "new" });
});

test("another result in the place of one is not taken for it", async () => {
  await run("first");
  await run("other", 2, { reuse: false });
  change(`UPDATE results SET hash = (SELECT hash FROM results WHERE run_id = 'first') WHERE run_id = 'other'`);
  expect(await run("third")).toMatchObject({ size: 1, why: { kind: "same-key", from: from("first") } });
});

test("nothing is found of a run that was removed", async () => {
  await run("first");
  change("UPDATE runs SET removed_at = 1");
  expect((await run("second")).why).toEqual({ kind: "new" });
});

test("removing a run takes away its results, and leaves what a later run took over from it", async () => {
  await run("first");
  await run("second");
  await Effect.runPromise(removeRuns(path, { keep: 1 }));
  expect(await run("third")).toEqual({ size: 1, why: { kind: "same-key", from: from("second") } });
  expect(await Effect.runPromise(verifyRun(path, "third"))).toMatchObject({ problems: [], results: 1 });
  await Effect.runPromise(removeRuns(path, { keep: 0 }));
  expect((await run("fourth")).why).toEqual({ kind: "new" });
});

test("an execution that has to run looks at no more than a thousand earlier results", async () => {
  await run("first");
  change(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
     INSERT INTO results (run_id, execution, hash, reuse_key)
     SELECT 'gone' || i, 0, hash, substr(reuse_key, 1, 65) || printf('9%015d', i) || substr(reuse_key, 82) FROM results, n`,
  );
  expect((await run("second")).why).toEqual({ kind: "new" });
  change("DELETE FROM results WHERE run_id = 'gone7'");
  expect((await run("third")).why).toEqual({ kind: "same-key", from: from("second") });
});
