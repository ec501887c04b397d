/** What is kept of an execution takes no more room than it has to. */
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { defineWorkflow, describeSchema, Executor } from "../../../src/index.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";

const folder = mkdtempSync(join(tmpdir(), "bytes-"));
afterAll(() => rmSync(folder, { recursive: true }));

const rows = [{ id: 1, name: "a", score: 0.5 }];
const schema = describeSchema(rows);

/** The size of the file of a run of 5,000 executions that each return this. */
const bytesPerExecution = async (name: string, returned: (n: number) => unknown): Promise<number> => {
  const path = join(folder, `${name}.db`);
  const experiments = Object.fromEntries(Array.from({ length: 5_000 }, (_, n) => [`e${n}`, { n }]));
  const workflow = defineWorkflow("kept").module("Loader", { run: ({ params }) => returned(Number(params["n"])) });
  const { executions } = await new Executor({
    workflow,
    config: { Loader: experiments },
    store: sqliteStore(path),
  }).run();
  expect(executions.Completed).toBe(5_000);
  return statSync(path).size / 5_000;
};

test("an execution with a frame that was kept before takes 200 bytes at most", async () => {
  expect(await bytesPerExecution("equal", () => ({ data: rows, schema }))).toBeLessThan(200);
});

test("an execution with a small result of its own takes 450 bytes at most, its result included", async () => {
  expect(await bytesPerExecution("own", (n) => ({ n }))).toBeLessThan(450);
});
