import { readFileSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";

import { parseJournal } from "../../src/index.ts";
import { behaving, config, file, newPath, runCli, startCli, withoutTimes } from "./run-cli.ts";

const count = { does: "count" };
const fail = { does: "fail", message: "no" };

const change = (path: string, sql: string): void => {
  const database = new DatabaseSync(path);
  database.exec(sql);
  database.close();
};

/** A store with one completed run. */
const withRun = async (worker: Readonly<Record<string, object>> = { half: count }) => {
  const store = newPath(".db");
  const ran = await runCli("run", behaving, config(worker), "--quiet", "--store", store);
  return { store, ran };
};

/** A store with a run that was killed in its second worker, after one of them completed. */
const withKilledRun = async () => {
  const store = newPath(".db");
  const given = config({ first: count, second: { does: "sleepOnce", message: newPath(".flag") }, third: count });
  const args = ["run", behaving, given, "--store", store];
  const { child, ended, says } = startCli(args);
  await says("asleep");
  const during = await runCli("runs", "--store", store);
  child.kill("SIGKILL");
  await ended;
  return { store, during, given };
};

describe("a stored run", () => {
  it("says where it is kept, and show tells the same of it, results included", async () => {
    const journal = newPath(".ndjson");
    const store = newPath(".db");
    const ran = await runCli("run", behaving, config({ half: count }), "-q", "--store", store, "--journal", journal);
    expect(ran.stdout).toContain(`kept in      ${store}\n`);
    expect(ran.stdout).toContain("Results\n");
    expect(await runCli("show", "latest", "--store", store)).toEqual(ran);
    expect(await runCli("export", "latest", "--store", store)).toMatchObject({
      code: 0,
      stdout: readFileSync(journal, "utf8"),
    });
    const { stdout } = await runCli("show", "latest", "--json", "--store", store);
    expect(JSON.parse(stdout)).toMatchObject({ store, state: "Completed", results: [{ fields: ["rows", "third"] }] });
  });

  it("is listed, newest first", async () => {
    const { store } = await withRun();
    await runCli("run", behaving, config({ bad: fail }), "--quiet", "--store", store);
    const { code, stdout } = await runCli("runs", "--store", store);
    expect(code).toBe(0);
    expect(withoutTimes(stdout).replaceAll(/ +/gu, " ")).toMatchInlineSnapshot(`
      " run workflow state executions time started
       RUN behaving Failed 1 of 3, 1 failed TIME WHEN
       RUN behaving Completed 3 of 3 TIME WHEN
      "
    `);
    const json = JSON.parse((await runCli("runs", "--json", "--store", store)).stdout);
    expect(json.runs).toMatchObject([{ state: "Failed" }, { state: "Completed", workflow: "behaving" }]);
  });

  it("that is not there is refused with 2, by every command", async () => {
    const { store } = await withRun();
    const none = newPath(".db");
    for (const command of ["show", "verify", "export"]) {
      expect(await runCli(command, "nobody", "--store", store)).toMatchObject({ code: 2, stdout: "" });
      expect(await runCli(command, "latest", "--store", none)).toMatchObject({ code: 2, stdout: "" });
    }
    const unknown = await runCli("status", "nobody", "--store", store);
    expect(unknown.stderr).toContain("it holds no run nobody. `runstate runs` lists those it holds.");
    expect(await runCli("runs", "--store", none)).toMatchObject({ code: 2, stdout: "" });
    const resumed = await runCli("resume", behaving, config({ half: count }), "--store", store);
    expect(resumed).toMatchObject({ code: 2, stdout: "" });
    expect(resumed.stderr).toContain("it holds no unfinished run");
  });
});

describe("a store that fails", () => {
  it("ends the run with 4, and says how to go on with it", async () => {
    const { store } = await withRun();
    change(
      store,
      `CREATE TRIGGER full BEFORE INSERT ON batches WHEN NEW.seq > 8 BEGIN SELECT RAISE(FAIL, 'no room'); END`,
    );
    const args = [behaving, config({ half: count, other: count })];
    const { code, stdout, stderr } = await runCli("run", ...args, "--quiet", "--store", store);
    expect(code).toBe(4);
    expect(stderr).toContain("no room");
    expect(stdout).toContain("▸ behaving InProgress");
    const command = /runstate (resume .*)/u.exec(stderr)?.[1] ?? "";
    expect(stdout).toContain(command);
    change(store, "DROP TRIGGER full");
    expect(await runCli(...command.split(" "), "--quiet")).toMatchObject({ code: 0, stderr: "" });
    expect(await runCli("verify", "--store", store)).toMatchObject({ code: 0 });
  });

  it("is refused with 4 before anything runs when it is none", async () => {
    const store = file(
      ".db",
      "this is a text that is longer than a header of SQLite would be, which has 100 bytes and more than that",
    );
    const { code, stdout, stderr } = await runCli("run", behaving, config({ half: count }), "--store", store);
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toContain("it is no runstate store");
    expect(await runCli("runs", "--store", store)).toMatchObject({ code: 4, stdout: "" });
  });
});

describe("a killed run", () => {
  it("is in progress while it lives, unfinished when it is dead, and completes when resumed", async () => {
    const { store, during, given } = await withKilledRun();
    expect(during.stdout).toContain("in progress");
    expect((await runCli("runs", "--store", store)).stdout).toContain("unfinished");
    expect(await runCli("verify", "--store", store)).toMatchObject({ code: 0 });

    const shown = await runCli("show", "latest", "--store", store);
    expect(shown.code).toBe(1);
    expect(shown.stdout).toContain("go on with   runstate resume WORKFLOW CONFIG ");
    expect(shown.stderr).toContain("the run was left while 1 execution was in progress");

    const dry = await runCli("resume", behaving, given, "--dry-run", "--store", store);
    expect(dry).toMatchObject({ code: 0, stderr: "" });
    expect(withoutTimes(dry.stdout)).toMatchInlineSnapshot(`
      "run RUN would run 4 executions
              3  completed: kept
              1  in progress when the run was left: run again
              3  not started: run

      ▸ Loader[two]_Worker[second]  attempt 2
      · Loader[two]_Worker[second]_Reporter[sum]
      · Loader[two]_Worker[third]
      · Loader[two]_Worker[third]_Reporter[sum]
      "
    `);
    const json = await runCli("resume", behaving, given, "--dry-run", "--json", "--store", store);
    expect(JSON.parse(json.stdout).executions).toContainEqual({
      key: "Loader[two]_Worker[second]",
      action: "retry",
      attempt: 2,
    });

    const resumed = await runCli("resume", behaving, given, "--store", store);
    expect(resumed.code).toBe(0);
    expect(withoutTimes(resumed.stderr)).toMatchInlineSnapshot(`
      "✓ Loader[two]_Worker[second]  TIME
      ✓ Loader[two]_Worker[second]_Reporter[sum]  TIME
      ✓ Loader[two]_Worker[third]  TIME
      ✓ Loader[two]_Worker[third]_Reporter[sum]  TIME
      "
    `);
    expect(resumed.stdout).toContain("7 Completed");
    expect(resumed.stdout).toContain("Results\n");
    expect(await runCli("verify", "latest", "--store", store)).toMatchObject({ code: 0 });
    const { records } = parseJournal((await runCli("export", "latest", "--store", store)).stdout);
    expect(records.map(({ type }) => type)).toContain("run.resumed");

    const again = await runCli(
      "resume",
      behaving,
      given,
      records[0]?.type === "run.started" ? records[0].runId : "",
      "--store",
      store,
    );
    expect(again).toMatchObject({ code: 2, stdout: "" });
    expect(again.stderr).toContain("it is over (Completed)");
  });

  it("is not resumed with another config, nor by a dry run", async () => {
    const { store } = await withKilledRun();
    const others = [
      [config({ first: count }), "Worker: the run was begun with other experiments: second, third are gone."],
      [
        config({ first: fail, second: count, third: count }),
        "Worker: the run was begun with other params of first, second.",
      ],
    ] as const;
    for (const [other, reason] of others)
      for (const dry of [[], ["--dry-run"]]) {
        const { code, stdout, stderr } = await runCli("resume", behaving, other, "--store", store, ...dry);
        expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
        expect(stderr).toContain(reason);
      }
  });
});

describe("runstate verify", () => {
  it("prints ok with the number of records and a head that is an anchor", async () => {
    const { store } = await withRun();
    const { code, stdout } = await runCli("verify", "--store", store);
    expect(code).toBe(0);
    const head = /^ok {3}\S+ {2}\d+ records, 3 results, head ([\da-f]{64})\n$/u.exec(stdout)?.[1] ?? "";
    expect(await runCli("verify", "latest", "--anchor", head, "--store", store)).toMatchObject({ code: 0, stdout });
    const other = await runCli("verify", "latest", "--anchor", "0".repeat(64), "--store", store);
    expect(other.code).toBe(1);
    expect(other.stdout).toContain("no record has the hash of the anchor");
    expect(await runCli("verify", "--anchor", head, "--store", store)).toMatchObject({ code: 2, stdout: "" });
    expect(await runCli("verify", "latest", "--anchor", "me", "--store", store)).toMatchObject({ code: 2, stdout: "" });
  });

  it("names the first record that is wrong, and exits with 1", async () => {
    const { store } = await withRun();
    change(store, "UPDATE batches SET body = body || X'00' WHERE seq = 4");
    const { code, stdout } = await runCli("verify", "--store", store);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^bad {2}\S+, 3 records before it as written\n {2}record 4: it was changed: /u);
    const json = JSON.parse((await runCli("verify", "--json", "--store", store)).stdout);
    expect(json.runs).toMatchObject([{ records: 3, problems: [{ seq: 4 }] }]);
  });

  it("of a file that cannot be read says what helps, which is not to verify it", async () => {
    const { store } = await withRun();
    const database = new DatabaseSync(store);
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    const page = Number(
      database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'batches'").get()?.["rootpage"],
    );
    database.close();
    writeFileSync(store, readFileSync(store).fill(0, (page - 1) * 4096, page * 4096));
    const one = await runCli("verify", "latest", "--store", store);
    expect([one.code, one.stdout]).toEqual([
      1,
      expect.stringMatching(/^bad {2}\S+\n {2}the run: the file is damaged\n$/u),
    ]);
    expect(one.stderr).toMatch(/^runstate: 1 run of 1 is not as written. Restore the store from an earlier copy/u);
    const all = await runCli("verify", "--store", store);
    expect([all.code, all.stdout]).toEqual([1, ""]);
    expect(all.stderr.replaceAll(store, "STORE")).toMatchInlineSnapshot(`
      "runstate: STORE: the file is damaged. Restore the store from an earlier copy, its .blobs folder too.
        Without one, \`sqlite3 STORE .recover\` saves what SQLite can still read, and \`runstate verify RUN\` looks at one run alone.
      "
    `);
    const read = await runCli("show", "--store", store);
    expect([read.code, read.stderr]).toEqual([
      4,
      expect.stringContaining("Take a copy of the store, and verify its runs."),
    ]);
  });

  it("finds a changed result, which show leaves out", async () => {
    const { store } = await withRun();
    change(store, "UPDATE blobs SET bytes = zeroblob(3)");
    expect((await runCli("verify", "--store", store)).stdout).toContain("the bytes of its result were changed");
    const { stdout, stderr } = await runCli("show", "latest", "--store", store);
    expect(stdout).not.toContain("Results\n");
    expect(stderr).toContain("1 result cannot be read: see runstate verify");
  });
});

describe("a run that failed", () => {
  it("is retried: what completed is taken over, what failed runs again", async () => {
    const store = newPath(".db");
    const flaky = { does: "count" };
    await runCli("run", behaving, config({ half: flaky, bad: fail }), "--quiet", "--store", store);
    const retry = ["retry", behaving, config({ half: flaky, bad: flaky }), "-q", "--store", store];
    const dry = await runCli(...retry, "--dry-run");
    expect(dry).toMatchObject({ code: 0, stderr: "" });
    expect(withoutTimes(dry.stdout)).toMatchInlineSnapshot(`
      "a new run from RUN at record 16 would run 2 of 5 executions
              3  completed with the same params: taken over
              1  failed before: run
              1  below one that runs: run

      · Loader[two]_Worker[bad]                failed before
      · Loader[two]_Worker[bad]_Reporter[sum]  below one that runs
      "
    `);
    const { code, stdout } = await runCli(...retry);
    expect(code).toBe(0);
    const journal = parseJournal((await runCli("export", "latest", "--store", store)).stdout).records;
    expect(journal[0]).toMatchObject({ type: "run.started", origin: { seq: expect.any(Number) } });
    const completed = journal.flatMap((record) =>
      record.type === "module.completed" ? [[record.experimentName, record.origin]] : [],
    );
    expect(completed).toContainEqual(["half", "reused"]);
    expect(completed).toContainEqual(["bad", "executed"]);
    expect(stdout).toContain("Completed in");
  });

  it("is forked from a snapshot; an id that is none is refused", async () => {
    const { store } = await withRun();
    const { stdout } = await runCli("export", "latest", "--store", store);
    const [started] = parseJournal(stdout).records;
    const runId = started?.type === "run.started" ? started.runId : "";
    const fork = ["fork", behaving, config({ half: count }), `${runId}:5`, "-q", "--store", store];
    const forked = await runCli(...fork);
    expect(forked.code).toBe(0);
    const dry = await runCli(...fork, "--dry-run", "--json");
    expect(JSON.parse(dry.stdout)).toMatchObject({
      version: 1,
      origin: { runId, seq: 5 },
      executions: [
        { key: "Loader[two]", action: "reuse", why: { kind: "begun-from", from: { runId, seq: 5 } } },
        { key: "Loader[two]_Worker[half]", action: "run", why: { kind: "never-ran" } },
        { key: "Loader[two]_Worker[half]_Reporter[sum]", action: "run", why: { kind: "above" } },
      ],
    });
    for (const flags of [[], ["--dry-run"]]) {
      const refused = await runCli("fork", behaving, config({ half: count }), "monday", "--store", store, ...flags);
      expect(refused).toMatchObject({ code: 2, stdout: "" });
      expect(refused.stderr).toContain("it is no snapshot id");
    }
  });
});
