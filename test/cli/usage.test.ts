import { readFileSync } from "node:fs";
import { resolve } from "node:path";
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

  it("is documented: every flag and every exit code", async () => {
    const docs = readFileSync(resolve(import.meta.dirname, "../../docs/cli.md"), "utf8");
    for (const command of ["run", "resume", "retry", "fork", "runs", "show", "verify", "export", "gc"]) {
      const help = (await runCli(command, "--help")).stdout;
      expect(help).toContain("Exit codes:");
      expect(docs).toContain(`## \`${command}\``);
      for (const [flag] of help.matchAll(/--[a-z-]+/gu)) expect(docs).toContain(flag);
    }
    for (const code of Object.values(exitCodes)) expect(docs).toContain(`| ${code} `);
  });
});
