import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

import { exitCodes } from "../../src/cli/exit-code.ts";
import { runCli } from "./run-cli.ts";

describe("the command line", () => {
  it("tells its version and its exit codes", async () => {
    expect((await runCli("--version")).stdout).toMatch(/^runstate v\d+\.\d+\.\d+\n$/u);
    expect((await runCli("run", "--help")).stdout).toContain("130  cancelled by Ctrl-C");
  });

  it("refuses wrong usage on stderr with 2", async () => {
    const { code, stdout, stderr } = await runCli("run", "a.ts", "b.yaml", "--concurrency", "0");
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("Expected a whole number from 1");
  });

  it("is documented: every command, every flag and every exit code", async () => {
    const source = resolve(import.meta.dirname, "../../src/cli");
    const docs = readFileSync(resolve(source, "../../docs/cli.md"), "utf8");
    // The completion script names all commands and flags: to ask each for its help would start a dozen processes.
    const script = (await runCli("--completions", "bash")).stdout;
    const commands = /compgen -W '(run [a-z ]+)'/u.exec(script)?.[1]?.split(" ") ?? [];
    expect(commands).toContain("export");
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
