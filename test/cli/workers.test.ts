import { resolve } from "node:path";

import { describe, expect, it } from "vitest";

import { file, runCli } from "./run-cli.ts";

const workflow = resolve(import.meta.dirname, "fixtures/by-file.ts");
const config = file(".yaml", "Where: {a: {}}\n");
const run = (...flags: readonly string[]) => runCli("run", workflow, config, "--quiet", ...flags);

describe("--workers", () => {
  it("runs modules by file in threads, whose words keep out of the summary", async () => {
    const [without, within] = await Promise.all([run(), run("--workers", "2")]);
    expect([without.code, within.code]).toEqual([0, 0]);
    expect(without.stdout).toContain("main thread");
    expect(within.stdout).toContain("worker thread");
    for (const { stdout, stderr } of [without, within]) {
      expect(stdout).not.toContain("said by the module");
      expect(stderr).toContain("said by the module");
    }
  });

  it("is refused when it is no number of threads", async () => {
    const ended = await run("--workers", "0");
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("--workers 0: it takes a whole number from 1.");
  });
});
