/** What was changed in the file, so that SQLite reads it well, is read by nobody. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import * as Effect from "effect/Effect";
import { afterAll, beforeEach, describe, expect, test } from "vitest";

import { defineWorkflow, Executor, type StoreService } from "../../../src/index.ts";
import { sqliteStore, verifyRun } from "../../../src/store/sqlite/index.ts";

const folder = mkdtempSync(join(tmpdir(), "changed-"));
afterAll(() => rmSync(folder, { recursive: true }));

type Id = Parameters<StoreService["records"]>[0];
let path = "";
let files = 0;
let calls: string[] = [];

const executor = (runId?: string) =>
  new Executor({
    workflow: defineWorkflow("kept")
      .module("Loader", {
        run: ({ experimentKey, experimentName }) => {
          calls.push(experimentKey);
          return { size: experimentName.length };
        },
      })
      .module("Reporter", {
        run: ({ input, experimentKey }) => {
          calls.push(experimentKey);
          return { half: input.data.size / 2 };
        },
      }),
    config: { Loader: { one: {}, three: {} }, Reporter: { a: {}, b: {} } },
    store: sqliteStore(path),
    ...(runId !== undefined && { runId }),
  });

/** Changes the file as another program would. */
const change = (sql: string): void => {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
};

const read = <Value>(ask: (store: StoreService) => Effect.Effect<Value, unknown>): Promise<Value> =>
  Effect.runPromise(Effect.scoped(Effect.flatMap(sqliteStore(path, { readOnly: true }), ask)));

/** A digit of the result of Loader[three]: still JSON, still an object of the same shape. */
const flipResult = `UPDATE blobs SET bytes = CAST('{"size":7}' AS BLOB) WHERE bytes = CAST('{"size":5}' AS BLOB)`;

beforeEach(async () => {
  path = join(folder, `${files++}.db`);
  await executor("whole").run();
  // Left after Loader[one]_Reporter[a]: another run of the same, without what came later.
  const left = executor("left");
  await left.run();
  const leave = `DELETE FROM records WHERE run_id = 'left' AND seq > ${lastOf(left)};
    UPDATE runs SET state = 'InProgress', records = ${lastOf(left)},
      head = (SELECT hash FROM records WHERE run_id = 'left' AND seq = ${lastOf(left)}) WHERE run_id = 'left'`;
  change(leave);
  calls = [];
});

/** The record that ends the second Loader. */
const lastOf = ({ status }: ReturnType<typeof executor>): number =>
  status.records.find((record) => record.type === "module.completed" && record.experimentName === "three")?.seq ?? 0;

describe("a record", () => {
  test.each([
    ["changed to another legal one", `UPDATE records SET body = replace(body, '"attempt":1', '"attempt":2')`],
    ["with another time", `UPDATE records SET body = replace(body, '"at":1', '"at":2') WHERE seq = 4`],
    ["deleted in the middle", "DELETE FROM records WHERE seq = 5"],
    ["deleted at the end", "DELETE FROM records WHERE seq > 9"],
    ["with another hash", "UPDATE records SET hash = zeroblob(32) WHERE seq = 3"],
    ["that is no UTF-8", "UPDATE records SET body = CAST(X'7BFF' AS TEXT) WHERE seq = 3"],
  ])("%s makes its run unreadable, and no other", async (_, sql) => {
    change(sql.includes("WHERE") ? `${sql} AND run_id = 'whole'` : `${sql} WHERE run_id = 'whole'`);
    const refused = read((store) => store.records("whole" as Id));
    await expect(refused).rejects.toMatchObject({ _tag: "StoreError", reason: "damaged" });
    expect((await read((store) => store.records("left" as Id))).length).toBeGreaterThan(5);
    expect(await read((store) => store.runs)).toHaveLength(2);
    expect((await executor().resume("left")).state).toBe("Completed");
  });
});

describe("the row of a run", () => {
  test.each([
    ["state = 'Failed'"],
    ["workflow = 'another'"],
    ["started_at = 5"],
    ["updated_at = updated_at + 1"],
    ["records = records - 1"],
    ["head = zeroblob(32)"],
    ["executions = 7"],
    ["completed = completed - 1"],
    ["removed_at = 5"],
    ["row_check = row_check + 1"],
  ])("is told as its records have it when %s was written over it", async (what) => {
    const before = await read((store) => store.runs);
    change(`UPDATE runs SET ${what} WHERE run_id = 'whole'`);
    expect(await read((store) => store.runs)).toEqual(before);
  });

  test("that says the run was removed, and was not written so, hides nothing of it", async () => {
    change("UPDATE runs SET removed_at = 5 WHERE run_id = 'whole'");
    expect((await read((store) => store.records("whole" as Id))).length).toBeGreaterThan(5);
    expect((await executor("next").retry("whole")).state).toBe("Completed");
    expect(calls).toEqual([]);
  });

  test("is put right by whoever goes on with the run", async () => {
    change("UPDATE runs SET completed = 40 WHERE run_id = 'left'");
    await executor().resume("left");
    expect((await Effect.runPromise(verifyRun(path, "left"))).problems).toEqual([]);
  });

  test("that was lost, or is of a run nobody knows, is missed", async () => {
    change("UPDATE runs SET run_id = 'nobody' WHERE run_id = 'whole'");
    await expect(read((store) => store.runs)).rejects.toMatchObject({
      reason: "damaged",
      message: expect.stringContaining("run nobody: its row in the table of runs is not as it was written"),
    });
  });
});

describe("a result", () => {
  test("with other bytes is refused, and the others are read", async () => {
    change(flipResult);
    const results = await read((store) =>
      Effect.map(store.results("whole" as Id), ({ get }) =>
        [0, 1, 3].map((execution) => {
          try {
            return get(execution)?.data;
          } catch (thrown) {
            return thrown;
          }
        }),
      ),
    );
    expect(results).toEqual([{ size: 3 }, { half: 1.5 }, expect.objectContaining({ _tag: "StoredValueError" })]);
  });

  test.each([
    ["of another execution", "UPDATE results SET hash = (SELECT hash FROM blobs WHERE hash <> results.hash)"],
    ["lost", "DELETE FROM results"],
    ["whose bytes were lost", "DELETE FROM blobs"],
    ["with another schema", "UPDATE results SET schema = 'none'"],
  ])("%s is refused", async (_, sql) => {
    change(sql);
    const get = read((store) => Effect.map(store.results("whole" as Id), (results) => results.get(0)));
    await expect(get).rejects.toMatchObject({ _tag: "StoredValueError" });
  });

  test("that is damaged fails what reads it in a resumed run, and nothing else", async () => {
    change(flipResult);
    const resumed = executor();
    expect((await resumed.resume("left")).executions).toEqual({
      NotStarted: 0,
      InProgress: 0,
      Completed: 4,
      Failed: 2,
    });
    expect(calls).toEqual([]);
    const failures = resumed.status.getFailures().map(({ key, error }) => `${key}: ${error.message}`);
    expect(failures).toEqual([
      expect.stringMatching(/^Loader\[three\]_Reporter\[a\]: .* its bytes are not those that were written/u),
      expect.stringMatching(/^Loader\[three\]_Reporter\[b\]: .* its bytes are not those that were written/u),
    ]);
    expect(() => resumed.getResult("Loader[three]_Reporter[a]")).toThrow(/it failed/u);
  });

  test("that is damaged is not taken over by a retry: its module runs again", async () => {
    change(flipResult);
    const retried = executor();
    expect((await retried.retry("whole")).state).toBe("Completed");
    expect(calls).toEqual(["Loader[three]", "Loader[three]_Reporter[a]", "Loader[three]_Reporter[b]"]);
    expect(retried.getResult("Loader[three]_Reporter[b]").data).toEqual({ half: 2.5 });
  });
});
