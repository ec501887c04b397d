/** Whatever ends a command early: it is said what happened, what is left and how to go on, and nothing is lost. */
import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";

import { behaving, config, type Ended, file, newPath, runCli, runCliInto, startCli } from "./run-cli.ts";

const count = { does: "count" };
const sleepingOnce = () => config({ first: count, second: { does: "sleepOnce", message: newPath(".flag") } });

/** The command that a message tells the user to give, given. */
const follow = (text: string, name: string, ...flags: readonly string[]): Promise<Ended> => {
  const line = new RegExp(`runstate (${name} .*)`, "u").exec(text)?.[1] ?? "";
  return runCli(...line.split(" "), ...flags);
};

describe("a run that is ended from outside", () => {
  it("by Ctrl-C says with which command its other executions run", async () => {
    const { child, ended, says } = startCli(["run", behaving, sleepingOnce(), "--store", newPath(".db")]);
    await says("asleep");
    child.kill("SIGINT");
    const { code, stdout } = await ended;
    expect(code).toBe(130);
    expect(stdout).toContain("retry with   runstate retry ");
    const retried = await follow(stdout, "retry", "--quiet");
    expect(retried).toMatchObject({ code: 0, stderr: "" });
    expect(retried.stdout).toMatch(/5 Completed \(3 reused\)/u);
  });

  it("by a second Ctrl-C says how to go on with it", async () => {
    const stubborn = resolve(import.meta.dirname, "fixtures/stubborn.ts");
    const store = newPath(".db");
    const { child, ended, says } = startCli(["run", stubborn, file(".yaml", "Stubborn: {x: {}}"), "--store", store]);
    await says("begun");
    child.kill("SIGINT");
    await says("cancelling");
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    expect(code).toBe(130);
    expect(stderr).toContain("runstate: ended at once. Go on with the run:\n  runstate resume ");
    const resumed = await follow(stderr, "resume", "--dry-run");
    expect(resumed.stdout).toContain("would run 1 execution\n");
  });

  it("by the end of its terminal is left unfinished, and goes on where it was", async () => {
    const [store, given] = [newPath(".db"), sleepingOnce()];
    const { child, ended, says } = startCli(["run", behaving, given, "--store", store]);
    await says("asleep");
    child.kill("SIGHUP");
    expect(await ended).toMatchObject({ signal: "SIGHUP" });
    const left = await runCli("show", "--store", store);
    expect(left.stdout).toContain("3 Completed, 1 InProgress");
    expect(await runCli("resume", behaving, given, "--store", store, "-q")).toMatchObject({ code: 0, stderr: "" });
  });
});

describe("stdout on a full disk", () => {
  it("makes a run exit with 3, which says where its summary and its journal still are", async () => {
    const store = newPath(".db");
    const args = [
      "run",
      behaving,
      config({ half: count }),
      "-q",
      "--store",
      store,
      "--journal",
      "/dev/full",
      "--force",
    ];
    const { code, stderr } = await runCliInto("/dev/full", args);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^runstate: \/dev\/full: record 1 could not be written \(ENOSPC.*\); the run goes on/u);
    expect(stderr).toContain("stdout ends early: it could not be written (ENOSPC");
    expect((await follow(stderr, "show")).stdout).toContain("3 Completed");
    expect(stderr).toContain("\n  runstate export ");
  });

  it("makes other commands exit with 3 as well, also where it took a part", async () => {
    const journal = newPath(".ndjson");
    await runCli("run", behaving, config({ half: count }), "-q", "--journal", journal);
    const page = newPath(".html");
    const { code, stderr } = await runCliInto(page, ["export", journal, "--format", "html"], "16");
    expect(statSync(page).size).toBe(16 * 1_024);
    expect(code).toBe(3);
    expect(stderr).toContain("stdout ends early: it could not be written (EFBIG");
    expect(stderr).toContain("Make room, and run the command again.");
  });

  it.each([[["--help"]], [["run", "--help"]], [["--version"]], [[]]])("makes %j exit with 3 too", async (args) => {
    const { code, stderr } = await runCliInto("/dev/full", args);
    expect(code).toBe(3);
    expect(stderr).toMatch(/^runstate: stdout ends early: it could not be written \(ENOSPC.*Make room/u);
  });

  it("is no concern of one that has room: a file holds what a pipe is given", async () => {
    const journal = newPath(".ndjson");
    await runCli("run", behaving, config({ half: count }), "-q", "--journal", journal);
    const summary = newPath(".txt");
    expect(await runCliInto(summary, ["show", journal])).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(summary, "utf8")).toBe((await runCli("show", journal)).stdout);
  });
});

describe("a path that nothing can be kept at", () => {
  it.each([
    ["a folder", "/tmp", "/tmp: it is a folder. Give the path of a store, or of a new file."],
    ["a device", "/dev/null", "/dev/null: it is a device or a pipe. Give the path of a store, or of a new file."],
  ])("%s: the run is refused with 4, and what else there is", async (_, path, refusal) => {
    const { code, stdout, stderr } = await runCli("run", behaving, config({ half: count }), "--store", path);
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toBe(
      `runstate: ${refusal}\n  Nothing has run. --store PATH keeps the run in another file, --no-store in none.\n`,
    );
  });

  it.each([
    ["--journal", "/tmp", "/tmp: the journal cannot be written: it is a folder. Name"],
    [
      "--journal",
      "/nowhere/run.ndjson",
      "/nowhere/run.ndjson: the journal cannot be written: there is no such folder.",
    ],
    ["--journal", "", "--journal: its value is missing. Give --journal OUT.ndjson."],
    ["--store", "", "--store: its value is missing. Give --store PATH."],
  ])("%s %s is refused with 2", async (flag, path, refusal) => {
    const { code, stderr } = await runCli("run", behaving, config({ half: count }), `${flag}=${path}`, "--force");
    expect(code).toBe(2);
    expect(stderr).toContain(`runstate: ${refusal}`);
  });

  it("a store that is taken for a journal file is said to be one", async () => {
    const store = newPath(".db");
    await runCli("run", behaving, config({ half: count }), "-q", "--store", store);
    const { code, stderr } = await runCli("show", store);
    expect(code).toBe(2);
    expect(stderr).toContain(`it is a store of runs. Name it with --store: --store ${store}.`);
  });
});
