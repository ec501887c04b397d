/** A run that was left is read from its checkpoint on, by the commands that need no more of it. */
import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { Executor, type RunOptions } from "../../src/index.ts";
import { sqliteStore } from "../../src/store/sqlite/index.ts";
import { fullAfter } from "../store/sqlite/full-after.ts";
import { changeStore, rowsOf } from "../store/sqlite/store-files.ts";
import workflow from "./fixtures/behaving.ts";
import { behaving, config, newPath, runCli } from "./run-cli.ts";

/** The store of a run of 81 executions that was left after 150 of its 244 records, with a checkpoint. */
const leftRun = async (failing = "w3", options: Pick<RunOptions, "onFailure" | "concurrency"> = {}) => {
  const store = newPath(".db");
  const given = config(
    Object.fromEntries(
      Array.from({ length: 40 }, (_, n) => [`w${n}`, { does: `w${n}` === failing ? "fail" : "count", message: "no" }]),
    ),
  );
  const limited = fullAfter(sqliteStore(store, { checkpointRecords: 20 }), 150);
  const executor = new Executor({
    workflow,
    config: JSON.parse(readFileSync(given, "utf8")),
    store: limited,
    runId: "left",
    ...options,
  });
  await expect(executor.run()).rejects.toThrow("the disk is full");
  expect(rowsOf(store, "SELECT page FROM checkpoints")).not.toEqual([]);
  return { store, given };
};

/** Changes a record of the run long before its checkpoint. */
const damage = (store: string): void =>
  changeStore(
    store,
    "UPDATE batches SET body = flip(body, 3, 1) WHERE seq = (SELECT max(seq) FROM batches WHERE seq < 60)",
  );

describe("of a run that was left", () => {
  it("status and a dry run say by its checkpoint what they say by all records", async () => {
    const { store, given } = await leftRun();
    const told = async () => [
      await runCli("status", "--store", store),
      await runCli("status", "--json", "--store", store),
      await runCli("resume", behaving, given, "--dry-run", "--json", "--store", store),
    ];
    const byCheckpoint = await told();
    expect(byCheckpoint.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(byCheckpoint[0]?.stdout).toContain("✗ Loader[two]_Worker[w3]");
    changeStore(store, "DELETE FROM checkpoints");
    expect(await told()).toEqual(byCheckpoint);
  });

  it("they read no record before it but those they tell of, which all others do", async () => {
    const { store, given } = await leftRun();
    const before = await runCli("status", "--store", store);
    damage(store);
    expect(await runCli("status", "--store", store)).toEqual(before);
    expect(await runCli("resume", behaving, given, "--dry-run", "--store", store)).toMatchObject({ code: 0 });
    const { code, stderr } = await runCli("timing", "--store", store);
    expect([code, stderr]).toEqual([4, expect.stringContaining("is not as it was written")]);
  });

  it("a resumed one with a damaged record comes to its end, and says why it cannot be summed up", async () => {
    const { store, given } = await leftRun();
    damage(store);
    const { code, stdout, stderr } = await runCli("resume", behaving, given, "-q", "--store", store);
    expect([code, stdout]).toEqual([4, ""]);
    expect(stderr).toMatch(/^runstate: run left: it is Failed, and cannot be summed up: record \d+ is not as it was/u);
    expect(rowsOf(store, "SELECT state FROM runs")).toEqual([{ state: "Failed" }]);
  });

  it("a resumed one goes on as it was begun: with as many at once, and as far after a failure", async () => {
    const { store, given } = await leftRun("w37", { onFailure: "stop", concurrency: 2 });
    const { code, stdout } = await runCli("resume", behaving, given, "-q", "--store", store);
    expect([code, stdout]).toEqual([1, expect.stringContaining("stopped by its first failure")]);
    const begun = await runCli("show", "--json", "--store", store);
    expect(JSON.parse(begun.stdout)).toMatchObject({ onFailure: "stop", concurrency: 2, resumptions: 1 });
    const { stdout: journal } = await runCli("export", "latest", "--store", store);
    expect(journal).toMatch(/"type":"run.resumed"[^\n]*"concurrency":2/u);
  });
});
