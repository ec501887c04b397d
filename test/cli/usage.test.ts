import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

import { exitCodes } from "../../src/cli/exit-code.ts";
import { likelyCommand } from "../../src/cli/likely-command.ts";
import { runCli } from "./run-cli.ts";

describe("the command line", () => {
  it("tells its version and its exit codes", async () => {
    expect((await runCli("--version")).stdout).toMatch(/^runstate v\d+\.\d+\.\d+\n$/u);
    expect((await runCli("run", "--help")).stdout).toContain("130  cancelled by Ctrl-C");
  });

  it("refuses wrong usage on stderr with 2", async () => {
    const { code, stdout, stderr } = await runCli("run", "a.ts", "b.yaml", "--concurrency", "0");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toBe("runstate: --concurrency 0: it takes a whole number from 1.\n  See: runstate run --help\n");
  });

  it.each([
    ["run a b --concurrency abc", "--concurrency abc: it takes a whole number from 1."],
    ["run a b --workers 1.5", "--workers 1.5: it takes a whole number from 1."],
    ["run a b --port 70000", "--port 70000: it takes a whole number from 0 to 65535."],
    ["run a b --concurrency", "--concurrency: its value is missing. Give --concurrency N."],
    ["run a b --quiet --quiet", "--quiet: it is given 2 times. Give it once."],
    ["run a b --resource gpu", "--resource gpu: it takes NAME=AMOUNT with an amount from 0, such as gpu=2."],
    ["run a b --on-failure", "--on-failure: its value is missing. It takes continue or stop."],
    ["run a b --concurency 3", "--concurency: run has no such flag. Did you mean --concurrency?"],
    [
      "runs --state compelted",
      "--state compelted: it takes completed, failed, unfinished or in-progress. Did you mean completed?",
    ],
    ["gc --keep -1", "--keep -1: it takes a whole number from 0."],
    ["gc --older-than soon", "--older-than soon: it takes an age such as 30d, 12h or 90m."],
    ["show --json=maybe", "--json maybe: it takes true or false."],
    ["run a", "run: CONFIG is missing."],
    ["run a b c", "run: it takes no further argument, and c is one. Names with spaces are to be quoted."],
    ["ls", "ls: there is no such command. Did you mean runstate runs?"],
    ["frobnicate", "frobnicate: there is no such command."],
  ])("says of %s what is wrong and what to give instead", async (line, refusal) => {
    const { code, stderr } = await runCli(...line.split(" "));
    expect(code).toBe(2);
    expect(stderr.split("\n")[0]).toBe(`runstate: ${refusal}`);
    expect(stderr).toMatch(/\n {2}See: runstate.* --help\n$/u);
  });

  it("knows what other tools call its commands, and its own words nearly written", () => {
    const words = "ls list ps logs rm delete diff help statsu reusme gc xx q";
    expect(words.split(" ").map((word) => likelyCommand(word) ?? "-")).toEqual(
      "runs runs runs export gc gc compare --help status resume gc - -".split(" "),
    );
  });

  it("is documented: every command, every flag and every exit code", async () => {
    const source = resolve(import.meta.dirname, "../../src/cli");
    const docs = readFileSync(resolve(source, "../../docs/cli.md"), "utf8");
    // The completion script names all commands and flags: to ask each for its help would start a dozen processes.
    const script = (await runCli("--completions", "bash")).stdout;
    const commands = /compgen -W '(run [a-z ]+)'/u.exec(script)?.[1]?.split(" ") ?? [];
    expect(commands).toContain("export");
    expect(commands.map(likelyCommand)).toEqual(commands);
    for (const command of commands) {
      expect(docs).toContain(`## \`${command}\``);
      expect(readFileSync(join(source, `${command}-command.ts`), "utf8")).toContain("Exit codes:");
    }
    const flags = Array.from(script.matchAll(/_filtered_flags\+=" (--[a-z-]+)/gu), ([, flag]) => flag);
    expect(flags).toContain("--journal");
    for (const flag of flags) expect(docs).toContain(flag);
    for (const code of Object.values(exitCodes)) expect(docs).toContain(`| ${code} `);
  });
});
