import { existsSync } from "node:fs";

import * as Effect from "effect/Effect";
import { describe, expect, it, test } from "vitest";

import { formatBytes } from "../../src/text/format-bytes.ts";
import { parseAge } from "../../src/cli/parse-age.ts";
import { noPaint } from "../../src/cli/paint.ts";
import { renderRemoval } from "../../src/cli/render-removal.ts";
import { defineWorkflow, Executor } from "../../src/index.ts";
import { type Removal, sqliteStore, storeTotals } from "../../src/store/sqlite/index.ts";
import { behaving, config, newPath, runCli, startCli, withoutTimes } from "./run-cli.ts";

const workflow = defineWorkflow("two")
  .module("Loader", { run: () => [1, 2] })
  .module("Counter", { run: ({ input }) => input.data.length });

/** A store with two completed runs, made without the command line. */
const withRuns = async (): Promise<string> => {
  const store = newPath(".db");
  for (const runId of ["a-older", "b-newer"])
    await new Executor({
      workflow,
      config: { Loader: { one: {} }, Counter: { all: {} } },
      store: sqliteStore(store),
      runId,
    }).run();
  return store;
};

const plain = (text: string): string =>
  withoutTimes(text)
    .replaceAll(/[\d.]+ kB/gu, "SIZE")
    // Whether a page comes free depends on where the rows happen to lie.
    .replaceAll(/, (as before|SIZE less than before)\n/gu, ", CHANGE\n")
    .replaceAll(/ {2,}/gu, "  ");

describe("gc", () => {
  it("says what it would remove, removes it, and the ids and totals stay known", async () => {
    const store = await withRuns();
    const dry = await runCli("gc", "--keep", "1", "--dry-run", "--store", store);
    expect(dry).toMatchObject({ code: 0, stderr: "" });
    expect(plain(dry.stdout)).toMatchInlineSnapshot(`
      "would remove 1 run, SIZE of records and results

        run  workflow  state  last record  executions  records
        a-older  two  Completed  WHEN  2  8

      kept then  1 run, 2 executions, 8 records
      removed then  1 run, 2 executions, 8 records in all
      on disk now  SIZE
      "
    `);

    const done = await runCli("gc", "--keep", "1", "--store", store);
    expect(done).toMatchObject({ code: 0, stderr: "" });
    expect(plain(done.stdout)).toMatchInlineSnapshot(`
      "removed 1 run, SIZE of records and results

        run  workflow  state  last record  executions  records
        a-older  two  Completed  WHEN  2  8

      kept  1 run, 2 executions, 8 records
      removed  1 run, 2 executions, 8 records in all
      on disk  SIZE, CHANGE
      "
    `);
    const listed = await runCli("runs", "--store", store);
    expect(listed.stdout).toMatch(/b-newer .*\n\nremoved from here: 1 run, 2 executions, 8 records\n$/u);

    for (const command of ["show", "export"]) {
      const asked = await runCli(command, "a-older", "--store", store);
      expect(asked).toMatchObject({ code: 2, stdout: "" });
      expect(asked.stderr).toMatch(/the run a-older was removed on \d{4}-.*Z\. /u);
    }
    const { stdout } = await runCli("gc", "--keep", "0", "--json", "--store", store);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      store,
      dryRun: false,
      removed: [{ runId: "b-newer", workflow: "two", state: "Completed", records: 8 }],
      spared: { inUse: [], unfinished: [] },
      totals: { kept: { runs: 0 }, removed: { runs: 2, executions: { Completed: 4 } } },
    });
  });

  it("goes by age, and by both where both are given", async () => {
    const store = await withRuns();
    const both = await runCli("gc", "--older-than", "0s", "--keep", "1", "--dry-run", "--store", store);
    expect(both.stdout).toMatch(/^would remove 1 run, /u);
    expect((await runCli("gc", "--older-than", "1h", "--store", store)).stdout).toMatch(/^removed no run\n/u);
    expect((await runCli("gc", "--older-than", "0s", "--store", store)).stdout).toMatch(/^removed 2 runs, /u);
  });

  it("leaves alone what is in progress, and what is unfinished unless it is told", async () => {
    const store = newPath(".db");
    const asleep = config({ first: { does: "count" }, second: { does: "sleepOnce", message: newPath(".flag") } });
    const { child, ended, says } = startCli(["run", behaving, asleep, "--store", store]);
    await says("asleep");
    const beside = await runCli("gc", "--keep", "0", "--unfinished", "--store", store);
    expect(beside.stdout).toMatch(/^removed no run\nstays {2}\S+: a process works on it\n/u);
    child.kill("SIGKILL");
    await ended;
    const left = await runCli("gc", "--keep", "0", "--store", store);
    expect(left.stdout).toMatch(/^removed no run\nstays {2}1 unfinished run that could be resumed; --unfinished /u);
    const told = await runCli("gc", "--keep", "0", "--unfinished", "--store", store);
    expect(told.stdout).toMatch(/^removed 1 run, /u);
    expect(told.stdout).toContain("unfinished");
  });

  it("refuses with 2 what says not which runs stay, or names no store", async () => {
    const store = await withRuns();
    const none = newPath(".db");
    const boundless = await runCli("gc", "--unfinished", "--store", store);
    expect(boundless).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("--keep 0 keeps none") });
    expect(await runCli("gc", "--older-than", "30", "--store", store)).toMatchObject({ code: 2 });
    expect(await runCli("gc", "--keep", "0", "--store", none)).toMatchObject({ code: 2, stdout: "" });
    expect(existsSync(none)).toBe(false);
    expect((await Effect.runPromise(storeTotals(store))).removed.runs).toBe(0);
  });
});

test("a removal beside writers tells no untruth about the disk, nor about names", () => {
  const executions = { NotStarted: 0, InProgress: 0, Completed: 1, Failed: 0 };
  const run = {
    runId: "a\u001b[31m",
    workflow: "w",
    state: "InProgress",
    startedAt: 0,
    updatedAt: 0,
    records: 4,
    executions,
  };
  const totals = { kept: { runs: 1, records: 6, executions }, removed: { runs: 1_234, records: 4_936, executions } };
  const removal = {
    dryRun: false,
    removed: [run],
    spared: { inUse: ["b\nc"], unfinished: [] },
    contentBytes: 999_999,
    fileBytes: { before: 1_000, after: 3_500 },
    totals,
  } as unknown as Removal;
  expect(renderRemoval(removal, { width: 80, paint: noPaint })).toMatchInlineSnapshot(`
    "removed 1 run, 1.00 MB of records and results

      run          workflow  state       last record               executions  records
      a\\u001b[31m  w         unfinished  1970-01-01T00:00:00.000Z           1        4

    stays  b\\nc: a process works on it
    kept     1 run, 1 execution, 6 records
    removed  1,234 runs, 1 execution, 4,936 records in all
    on disk  3.50 kB, 2.50 kB more than before: others wrote meanwhile"
  `);
});

test.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1_000, "1.00 kB"],
  [9_994, "9.99 kB"],
  [9_996, "10.0 kB"],
  [99_960, "100 kB"],
  [999_999, "1.00 MB"],
  [1_234_567_890, "1.23 GB"],
  [4e15, "4000 TB"],
])("%i bytes are %s", (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text);
});

test.each([
  ["90s", 90_000],
  ["1.5h", 5_400_000],
  ["30d", 2_592_000_000],
  ["2w", 1_209_600_000],
  ["0s", 0],
  ["30", undefined],
  ["d", undefined],
  ["-1d", undefined],
  ["1e3d", undefined],
  ["1 d", undefined],
  ["30D", undefined],
])("the age %s is %s ms", (text, ms) => {
  expect(parseAge(text)).toBe(ms);
});
