import { describe, expect, it } from "vitest";

import { parseJournal } from "../../src/index.ts";
import { behaving, config, file, newPath, runCli, startCli, withoutTimes } from "./run-cli.ts";

const count = { does: "count" };
const fail = { does: "fail", message: "no such column" };

/** A store with a run of which one execution failed, and its journal in a file. */
const withRun = async () => {
  const store = newPath(".db");
  await runCli("run", behaving, config({ half: count, bad: fail }), "--quiet", "--store", store);
  const text = (await runCli("export", "latest", "--store", store)).stdout;
  const [started] = parseJournal(text).records;
  const runId = started?.type === "run.started" ? started.runId : "";
  const read = (...args: readonly string[]) => runCli(...args, "--store", store);
  const json = async (...args: readonly string[]) => JSON.parse((await read(...args, "--json")).stdout);
  return { store, runId, text, read, json };
};

describe("the commands that read a run", () => {
  it("take the latest of the store, or a journal file, and tell the same of both", async () => {
    const { text, read } = await withRun();
    const journal = file(".ndjson", text);
    for (const command of ["status", "timing", "changes", "snapshots"]) {
      const stored = await read(command);
      expect(stored).toMatchObject({ code: 0, stderr: "" });
      expect(await runCli(command, journal)).toEqual(stored);
    }
  });

  it("tell everything as it was at a record, by number or by snapshot, which names the run", async () => {
    const { runId, json } = await withRun();
    expect(await json("status", "--at", "5")).toMatchObject({
      runId,
      state: "InProgress",
      live: null,
      lastRecord: { seq: 5, type: "module.completed" },
      executions: { Completed: 1, NotStarted: 4 },
    });
    expect((await json("snapshots", "--at", `${runId}:5`)).snapshots).toHaveLength(2);
    expect(await json("changes", "latest", "--at", "5", "--module", "Loader")).toMatchObject({
      total: 3,
      filter: { module: "Loader" },
      changes: [{ changeId: `${runId}:5/0`, type: "CREATE" }, {}, {}],
    });
    expect((await json("timing", "--at", "5")).groups).toMatchObject([{ key: "Loader", count: 1, share: 1 }]);
    expect((await json("show", "--at", "5")).asOf).toEqual({ seq: 5, records: expect.any(Number) });
  });

  it("say in words that nothing has started before the first record, and of an empty journal", async () => {
    const { runId, read, json } = await withRun();
    const { records } = await json("status");
    const sentence = `· nothing has started: the run begins with record 1 of ${String(records)}\n`;
    expect(await read("show", "--at", "0")).toMatchObject({ code: 1, stdout: sentence });
    expect(await read("status", "--at", `${runId}:0`)).toMatchObject({ code: 0, stdout: sentence });
    const empty = await runCli("status", file(".ndjson", ""));
    expect(empty.stdout).toBe("· nothing has started: there is no record of it\n");
  });

  it("refuse what the run does not have with 2, and say what it nearly is", async () => {
    const { read } = await withRun();
    const refusals = [
      [["status", "latest", "Loader[two]_Worker[hal]"], "Did you mean Loader[two]_Worker[half]?"],
      [["changes", "--module", "Workr"], "Did you mean Worker?"],
      [["snapshots", "--key", "Loader[tow]"], "Did you mean Loader[two]?"],
      [["changes", "--type", "DELET"], "Did you mean DELETE?"],
      [["timing", "--at", "99"], "records of this run are numbered 1 to"],
      [["runs", "--workflow", "behavin"], "Did you mean behaving?"],
    ] as const;
    for (const [args, reason] of refusals) {
      const { code, stdout, stderr } = await read(...args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain(reason);
    }
  });

  it("tell one execution, whose key stands for the run too", async () => {
    const { read, json } = await withRun();
    const { stdout } = await read("status", "Loader[two]_Worker[bad]");
    expect(withoutTimes(stdout)).toContain("Failed after");
    expect(stdout).toContain("✗ 1  TypeError: no such column");
    expect(await json("status", "latest", "Loader[two]_Worker[bad]_Reporter[sum]")).toMatchObject({
      state: "NotStarted",
      experimentState: "Failed",
      blockedBy: "Loader[two]_Worker[bad]",
    });
  });
});

it("a live run is told as of now, and one that was left as of its last record", async () => {
  const store = newPath(".db");
  const { child, ended, says } = startCli(["run", behaving, config({ slow: { does: "sleep" } }), "--store", store]);
  await says("asleep");
  const status = async () => JSON.parse((await runCli("status", "--json", "--store", store)).stdout);
  const live = await status();
  expect(live).toMatchObject({ live: true, state: "InProgress", inProgress: [{ key: "Loader[two]_Worker[slow]" }] });
  expect(live.asOf > live.lastRecord.at).toBe(true);
  expect(live.inProgress[0].elapsedMs).toBe(Date.parse(live.asOf) - Date.parse(live.inProgress[0].startedAt));
  child.kill("SIGKILL");
  await ended;
  const left = await status();
  expect(left).toMatchObject({ live: false, state: "InProgress", asOf: left.lastRecord.at });
  expect((await runCli("runs", "--state", "unfinished", "--store", store)).stdout).toContain("1 of 3");
});
