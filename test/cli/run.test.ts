import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

import { parseJournal, Status } from "../../src/index.ts";
import { behaving, config, file, newPath, runCli, startCli, withoutTimes } from "./run-cli.ts";

const count = { does: "count" };

describe("runstate run", () => {
  it("runs a workflow, tells each execution on stderr and sums up on stdout", async () => {
    const { code, stdout, stderr } = await runCli("run", behaving, config({ half: count }));
    expect(code).toBe(0);
    expect(withoutTimes(stderr)).toMatchInlineSnapshot(`
      "✓ Loader[two]  TIME
      ✓ Loader[two]_Worker[half]  TIME
      ✓ Loader[two]_Worker[half]_Reporter[sum]  TIME
      "
    `);
    expect(withoutTimes(stdout)).toMatchInlineSnapshot(`
      "✓ behaving Completed in  TIME
        run          RUN, started WHEN
        executions   3 Completed
        experiments  1 Completed

      ✓ Loader[two]  TIME
      └─ ✓ Worker[half]  TIME
         └─ ✓ Reporter[sum]  TIME

      Results
        rows   third
           2  0.3333

      Schema changes
        module    type    count  columns
        Loader    CREATE      3  name, value; the frame itself
        Worker    CREATE      1  half
                  DELETE      1  name
        Reporter  DELETE      3  value, half; the frame itself
      "
    `);
    expect(stdout + stderr).not.toContain("\u001b");
  });

  it("exits with 1 after a failure, keeps the siblings' results and says what never ran", async () => {
    const message = "no such\u001b[2J column";
    const worker = { good: count, bad: { does: "fail", message }, worse: { does: "fail", message } };
    const { code, stdout, stderr } = await runCli("run", behaving, config(worker));
    expect(code).toBe(1);
    expect(stderr).toContain(String.raw`✗ Loader[two]_Worker[bad]: TypeError: no such\u001b[2J column`);
    expect(stdout).not.toContain("\u001b");
    expect(withoutTimes(stdout)).toMatchInlineSnapshot(`
      "✗ behaving Failed after  TIME
        run          RUN, started WHEN
        executions   2 Failed, 3 Completed, 2 NotStarted because of a failure above
        experiments  2 Failed, 1 Completed

      ✓ Loader[two]  TIME
      ├─ ✓ Worker[good]  TIME
      │  └─ ✓ Reporter[sum]  TIME
      ├─ ✗ Worker[bad]  TIME  TypeError: no such\\u001b[2J column
      │  └─ 1 execution never ran
      └─ ✗ Worker[worse]  TIME  TypeError: no such\\u001b[2J column
         └─ 1 execution never ran

      Results
        Worker[good]
          rows   third
             2  0.3333

        2 experiments have no result

      Schema changes
        module    type    count  columns
        Loader    CREATE      3  name, value; the frame itself
        Worker    CREATE      1  half
                  DELETE      1  name
        Reporter  DELETE      3  value, half; the frame itself

      Failures
        ✗ TypeError: no such\\u001b[2J column
          at run (test/cli/fixtures/behaving.ts:27:17)
          in Loader[two]_Worker[bad]  1 execution below it never ran
          in Loader[two]_Worker[worse]  1 execution below it never ran
      "
    `);
  });

  it("with --json puts one document on stdout and nothing else, whatever modules print", async () => {
    const worker = { talks: { does: "print", message: "from a module" }, bad: { does: "fail", message: "no" } };
    const { code, stdout, stderr } = await runCli("run", behaving, config(worker), "--json", "--quiet");
    expect(code).toBe(1);
    expect(stderr).toBe("from a module\n");
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({
      version: 1,
      workflow: "behaving",
      state: "Failed",
      reason: "error",
      executions: { NotStarted: 1, InProgress: 0, Completed: 3, Failed: 1, blocked: 1, skipped: 0 },
      failures: [{ name: "TypeError", message: "no", blocked: 1, executions: [{ key: "Loader[two]_Worker[bad]" }] }],
    });
    expect(report.tree.at(-1)).toMatchObject({ state: "NotStarted", blockedBy: "Loader[two]_Worker[bad]" });
    expect(report.tree[2]).toMatchObject({ state: "Completed", result: "{ rows: 2, third: 0.3333 }" });
  });

  it("refuses a bad config with its place, and runs nothing", async () => {
    const path = file(".yaml", "Loader:\n  two: {}\nWorkr:\n  half: {}\nReporter:\n  sum: {}\n");
    const journal = newPath(".ndjson");
    const { code, stdout, stderr } = await runCli("run", behaving, path, "--journal", journal);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`${path}:3:1: Workr`);
    expect(stderr).toContain("Worker");
    expect(existsSync(journal)).toBe(false);
  });

  it("provides the layer that the workflow file exports", async () => {
    const { code, stdout } = await runCli(
      "run",
      resolve(import.meta.dirname, "fixtures/with-layer.ts"),
      file(".yaml", "Greeter: {once: {}}"),
    );
    expect(stdout).toContain('"hello"');
    expect(code).toBe(0);
  });

  it("reads a config written for PETsARD", async () => {
    const { code, stderr } = await runCli(
      "run",
      behaving,
      file(".yaml", "Loader: {two: {}}\nWorker: {w: {does: no}}\nReporter: {sum: {}}"),
      "--petsard",
    );
    expect(stderr).toContain("PETsARD");
    expect(code).toBe(2);
  });

  it("ends a run whose module can never settle, and sums it up", async () => {
    const { code, stdout } = await runCli("run", behaving, config({ stuck: { does: "never" } }));
    expect(code).toBe(1);
    expect(stdout).toContain("Failed (interrupted)");
    expect(stdout).toContain("the module can never settle");
  });

  it("ends a run in order when an error is thrown where nobody catches it", async () => {
    const { code, stdout, stderr } = await runCli(
      "run",
      behaving,
      config({ wild: { does: "stray", message: "from a timer" } }),
    );
    expect(code).toBe(1);
    expect(stderr).toContain("an error outside of every execution: RangeError: from a timer (at ");
    expect(stdout).toContain("✗ behaving Failed (cancelled)");
  });

  it("survives a reader that goes away", async () => {
    const { child, ended } = startCli(["run", behaving, config({ half: count })]);
    child.stdout?.destroy();
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).not.toContain("EPIPE");
  });
});

describe("cancelling", () => {
  const start = async () => {
    const journal = newPath(".ndjson");
    const slow = config({ slow: { does: "sleep" }, other: count });
    const started = startCli(["run", behaving, slow, "--journal", journal]);
    await started.says("asleep");
    return { ...started, journal };
  };

  it("records what Ctrl-C cancels, sums it up, and exits with 130", async () => {
    const { child, ended, journal } = await start();
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain("runstate: cancelling; Ctrl-C again ends at once");
    expect(stdout).toContain("✗ behaving Failed (cancelled)");
    expect(stdout).toContain("cancelled: Ctrl-C");
    const { records, torn } = parseJournal(readFileSync(journal, "utf8"));
    expect(torn).toBeUndefined();
    expect(records.at(-1)).toMatchObject({ type: "run.failed", reason: "cancelled" });
    expect(Status.fromJournal(records).state).toBe("Failed");
    expect(await runCli("show", journal)).toMatchObject({ code: 1, stdout });
  });

  it("ends at once when Ctrl-C comes again", async () => {
    const slow = startCli([
      "run",
      resolve(import.meta.dirname, "fixtures/stubborn.ts"),
      file(".yaml", "Stubborn: {x: {}}"),
    ]);
    await slow.says("begun");
    slow.child.kill("SIGINT");
    await slow.says("cancelling");
    slow.child.kill("SIGINT");
    expect(await slow.ended).toMatchObject({ code: 130, stdout: "" });
  });

  it("exits with 143 after SIGTERM", async () => {
    const { child, ended } = await start();
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 143 });
  });
});

describe("--journal", () => {
  it("holds the run: show tells the same, except the results", async () => {
    const journal = newPath(".ndjson");
    const worker = { good: count, bad: { does: "fail", message: "no" } };
    const ran = await runCli("run", behaving, config(worker), "--journal", journal);
    const shown = await runCli("show", journal);
    expect(ran.stdout).toContain("Results\n");
    expect(shown).toEqual({ ...ran, stdout: ran.stdout.replace(/Results\n[^]*?(?=Slowest)/u, ""), stderr: "" });
  });

  it("is not overwritten unless that is asked for", async () => {
    const journal = file(".ndjson", "mine\n");
    const args = ["run", behaving, config({ half: count }), "--quiet", "--journal", journal];
    const refused = await runCli(...args);
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toContain("overwrite it with --force");
    expect(readFileSync(journal, "utf8")).toBe("mine\n");
    expect(await runCli(...args, "--force")).toMatchObject({ code: 0 });
    expect(parseJournal(readFileSync(journal, "utf8")).records.at(-1)?.type).toBe("run.completed");
  });

  it("that cannot be written does not stop the run, but exits with 3", async () => {
    const { code, stdout, stderr } = await runCli(
      "run",
      behaving,
      config({ half: count }),
      "--quiet",
      "--force",
      "--journal",
      "/dev/full",
    );
    expect(code).toBe(3);
    expect(stdout).toContain("✓ behaving Completed");
    expect(stderr).toContain("/dev/full ends early: record 1 could not be written (ENOSPC");
  });
});
