import { mkdtempSync, rmSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import { afterAll, expect, test } from "vitest";

import { defineWorkflow, Executor } from "../../../src/index.ts";
import { StoreRuns } from "../../../src/inspector/server/store-runs.ts";
import type { JournalRecord } from "../../../src/journal/record.ts";
import { eachRecord } from "../../../src/store/sqlite/each-record.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";
import { recordsAfter } from "../../../src/store/sqlite/records-after.ts";
import { columnsOf } from "../columns-of.ts";

const folder = mkdtempSync(join(tmpdir(), "store-runs-"));
afterAll(() => rmSync(folder, { recursive: true }));

const workflow = defineWorkflow("stored")
  .module("Loader", { run: () => 1 })
  .module("Worker", { run: () => 2 });
const config = { Loader: { a: {}, b: {} }, Worker: { c: {} } };

/** A run in a store of its own, and what it recorded. */
const stored = async (name: string) => {
  const path = join(folder, name);
  const records: JournalRecord[] = [];
  const executor = new Executor({ workflow, config, store: sqliteStore(path) });
  executor.observe((record) => records.push(record));
  const { runId } = await executor.run();
  return { path, runId, records };
};

const opened = (path: string, runId: string) =>
  Effect.runPromise(
    Effect.scoped(
      Effect.flatMap(sqliteStore(path), (store) => {
        const runs = new StoreRuns({
          store,
          eachRecord: (id, take) => eachRecord(path, id, take),
          recordsAfter: (id, seq, limit) => recordsAfter(path, id, seq, limit),
        });
        return Effect.promise(() => runs.open(runId));
      }),
    ),
  );

test("a stored run is shown record by record as it was written", async () => {
  const { path, runId, records } = await stored("whole.db");
  const feed = await opened(path, runId);
  const whole = columnsOf(records);
  expect(feed?.ended).toBe(true);
  expect(feed?.run.length).toBe(records.length);
  for (const { seq } of records) expect(feed?.run.row(seq)).toEqual(whole.row(seq));
  expect(await opened(path, "no-such-run")).toBeUndefined();
});

test("a record that was changed into another legal one is refused, and not shown", async () => {
  const { path, runId, records } = await stored("changed.db");
  const changed = records.findIndex(({ type }) => type === "module.completed") + 1;
  const database = new DatabaseSync(path);
  const { changes } = database
    .prepare(
      "UPDATE records SET body = replace(body, '\"durationMs\":', '\"durationMs\":1') WHERE run_id = ? AND seq = ?",
    )
    .run(runId, changed);
  database.close();
  expect(changes).toBe(1);
  await expect(opened(path, runId)).rejects.toThrow(`record ${changed} is not as it was written`);
});
