import * as Effect from "effect/Effect";
import * as FileSystem from "effect/FileSystem";
import * as Option from "effect/Option";
import { afterEach, expect, test, vi } from "vitest";

import { loadRun } from "../../src/cli/load-run.ts";
import { reportRun } from "../../src/cli/run-report.ts";
import { defineWorkflow, Executor } from "../../src/index.ts";
import { sqliteStore } from "../../src/store/sqlite/index.ts";
import { countReads } from "../store/sqlite/count-reads.ts";
import { newPath } from "./run-cli.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

test("a stored run is reported with its records read once, and each result at the end of a path once", async () => {
  const workflow = defineWorkflow("reported")
    .module("Loader", { run: () => [{ n: 1 }] })
    .module("Fit", { run: ({ experimentName }) => ({ of: experimentName }) });
  const store = newPath(".db");
  const config = { Loader: { one: {} }, Fit: { a: {}, b: {} } };
  await new Executor({ workflow, config, store: sqliteStore(store), runId: "r" }).run();
  const reads = countReads();
  const source = { run: Option.some("r"), store, at: Option.none() };
  const { tree, results } = await Effect.runPromise(
    Effect.scoped(Effect.map(loadRun(source, "results"), ({ status }) => reportRun(status))).pipe(
      Effect.provide(FileSystem.layerNoop({})),
    ),
  );
  expect(tree.map(({ result }) => result)).toEqual([undefined, '{ of: "a" }', '{ of: "b" }']);
  expect(results.flatMap(({ rows }) => rows.map(({ values }) => values))).toEqual([{ of: "a" }, { of: "b" }]);
  expect(reads).toEqual({ records: 1, results: 2 });
});
