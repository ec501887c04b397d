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
import type { StoreService } from "../../../src/store/store.ts";
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

const storeRuns = (path: string, store: StoreService): StoreRuns =>
  new StoreRuns({
    store,
    eachRecord: (id, take) => eachRecord(path, id, take),
    recordsAfter: (id, seq, limit) => recordsAfter(path, id, seq, limit),
  });

const opened = (path: string, runId: string) =>
  Effect.runPromise(
    Effect.scoped(
      Effect.flatMap(sqliteStore(path), (store) => Effect.promise(() => storeRuns(path, store).open(runId))),
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
  const select =
    "SELECT run, seq, body FROM batches JOIN runs ON no = run WHERE run_id = ? AND seq <= ? ORDER BY seq DESC";
  const { run = 0, seq = 0, body } = database.prepare(select).get(runId, changed) ?? {};
  // The end of its duration: 36 bytes from the end, before the hash of its result and the end of its experiment.
  const bytes = Buffer.from(body instanceof Uint8Array ? body : []);
  bytes[bytes.length - 36] = (bytes[bytes.length - 36] ?? 0) ^ 1;
  const { changes } = database.prepare("UPDATE batches SET body = ? WHERE run = ? AND seq = ?").run(bytes, run, seq);
  database.close();
  expect(changes).toBe(1);
  await expect(opened(path, runId)).rejects.toThrow(`record ${String(seq)} is not as it was written`);
});

test("a result is read with the records that lead to it, and not with all of the run", async () => {
  const path = join(folder, "results.db");
  const names = Array.from({ length: 20 }, (_, place) => `e${place}`);
  const framed = defineWorkflow("framed")
    .module("Loader", { run: ({ experimentName }) => [{ [`from_${experimentName}`]: 1 }] })
    .module("Worker", {
      run: ({ input, experimentName }) => {
        if (experimentName === "broken") throw new Error("no rows");
        return experimentName === "plain" ? 7 : input.data;
      },
    });
  const experiments = { same: {}, plain: {}, broken: {} };
  const loaders = Object.fromEntries(names.map((name) => [name, {}]));
  const executor = new Executor({
    workflow: framed,
    config: { Loader: loaders, Worker: experiments },
    store: sqliteStore(path),
  });
  const { runId } = await executor.run();
  const given: (number | undefined)[] = [];
  const previews = await Effect.runPromise(
    Effect.scoped(
      Effect.flatMap(sqliteStore(path), (store) => {
        const counted: typeof store = {
          ...store,
          results: (id, known) => {
            given.push(known?.length);
            return store.results(id, known);
          },
        };
        return Effect.promise(async () => {
          const feed = await storeRuns(path, counted).open(runId);
          const read: unknown[] = [];
          // Of the last loader, and of what is below it.
          for (let execution = 76; execution < 80; execution++) read.push(await feed?.result(execution));
          return read;
        });
      }),
    ),
  );
  const frame = {
    kind: "table",
    columns: ["from_e19"],
    rows: [[1]],
    total: 1,
    schema: { fields: [{ name: "from_e19" }] },
  };
  expect(previews).toMatchObject([
    frame,
    frame,
    { kind: "value", text: "7" },
    { kind: "none", reason: "its result is not kept" },
  ]);
  // A completion and its schema; no schema where there is none; nothing asked where nothing completed.
  expect(given).toEqual([2, 2, 1]);
});
