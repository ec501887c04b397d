/** Whoever has read the records of a run gets its results without reading them again. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import { afterAll, afterEach, expect, test, vi } from "vitest";

import { defineWorkflow, Executor, loadStatus, type RunId } from "../../../src/index.ts";
import { removeRuns, sqliteStore } from "../../../src/store/sqlite/index.ts";
import { countReads } from "./count-reads.ts";

const folder = mkdtempSync(join(tmpdir(), "read-once-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.restoreAllMocks();
});
let stores = 0;

const runId = "r" as RunId;
const ran = async () => {
  const path = join(folder, `${++stores}.db`);
  const workflow = defineWorkflow("read").module("Loader", { run: ({ experimentName }) => experimentName });
  const config = { Loader: { one: {}, two: {} } };
  const executor = new Executor({ workflow, config, store: sqliteStore(path), runId });
  await executor.run();
  return { path, executor };
};

test("results of records that are known are given without reading them", async () => {
  const { path } = await ran();
  const found = Effect.gen(function* () {
    const store = yield* sqliteStore(path);
    const records = yield* store.records(runId);
    const reads = countReads();
    const { get } = yield* store.results(runId, records);
    return { data: [get(0)?.data, get(1)?.data], reads };
  });
  const { data, reads } = await Effect.runPromise(Effect.scoped(found));
  expect(data).toEqual(["one", "two"]);
  expect(reads).toEqual({ records: 0, results: 2 });
});

test("results of more than was known are found all the same", async () => {
  const { path } = await ran();
  const found = Effect.gen(function* () {
    const store = yield* sqliteStore(path);
    const records = yield* store.records(runId);
    const early = records.slice(0, records.findIndex(({ type }) => type === "module.completed") + 1);
    const { get } = yield* store.results(runId, early);
    return [get(0)?.data, get(1)?.data];
  });
  expect(await Effect.runPromise(Effect.scoped(found))).toEqual(["one", "two"]);
});

test("those of a run that was removed since are refused", async () => {
  const { path } = await ran();
  const asked = Effect.gen(function* () {
    const store = yield* sqliteStore(path);
    const records = yield* store.records(runId);
    yield* removeRuns(path, { keep: 0 });
    return yield* Effect.flip(store.results(runId, records));
  });
  expect(await Effect.runPromise(Effect.scoped(asked))).toMatchObject({ _tag: "StoreError", reason: "removed" });
});

test("the status of a run is loaded with its records read once", async () => {
  const { path } = await ran();
  const reads = countReads();
  expect((await loadStatus(sqliteStore(path), runId)).getResult("Loader[two]")).toMatchObject({ data: "two" });
  expect(reads.records).toBe(1);
});

test("a run is begun from another with the records of that read once", async () => {
  const { executor } = await ran();
  const reads = countReads();
  await executor.retry(runId);
  expect(executor.status.getStatusSummary().reused).toBe(2);
  expect(reads.records).toBe(1);
});
