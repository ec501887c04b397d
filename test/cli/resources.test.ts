import { resolve } from "node:path";

import { describe, expect, it } from "vitest";

import { file, runCli } from "./run-cli.ts";

const workflow = resolve(import.meta.dirname, "fixtures/with-resources.ts");
const written = (resources: string): string => file(".yaml", `Executor: ${resources}\nTrainer: {a: {}}\n`);
const run = (config: string, ...flags: readonly string[]) => runCli("run", workflow, config, "--quiet", ...flags);

describe("--resource", () => {
  it("says how much there is, and wins over the config", async () => {
    const config = written("{resources: {gpu: 1, disk: 1}}");
    const [without, enough] = await Promise.all([run(config), run(config, "--resource", "gpu=2.5")]);
    expect(without.code).toBe(2);
    expect(without.stderr).toContain("an execution takes 2 of it, and the run has 1");
    expect(enough.code).toBe(0);
  });

  it("is refused when it is no amount of anything", async () => {
    const ended = await run(written("{}"), "--resource", "gpu");
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain("--resource gpu: it takes NAME=AMOUNT with an amount from 0, such as gpu=2.");
  });
});
