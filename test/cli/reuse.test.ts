import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { expect, it } from "vitest";

import { file, newPath, runCli, withoutTimes } from "./run-cli.ts";

const workflow = resolve(import.meta.dirname, "fixtures/reusing.ts");
const sources = resolve(import.meta.dirname, "../../src");
const config = (by: number): string =>
  file(".json", JSON.stringify({ Loader: { all: {} }, Scaler: { x: { by } }, Reporter: { text: {} } }));

it("a run says how many executions it took over, and which", async () => {
  const store = newPath(".db");
  await runCli("run", workflow, config(2), "--quiet", "--store", store);
  const again = await runCli("run", workflow, config(3), "--store", store);
  expect(again.stderr).toMatch(/^✓ Loader\[all\] reused$/mu);
  expect(again.stdout).toContain("3 Completed (1 reused)\n");
  expect(withoutTimes(again.stdout)).toMatch(/✓ Loader\[all\] +reused\n *└─ ✓ Scaler\[x\] +TIME\n/u);

  const { stdout } = await runCli("run", workflow, config(3), "--json", "--quiet", "--store", store);
  const report: unknown = JSON.parse(stdout);
  expect(report).toMatchObject({
    executions: { Completed: 3, reused: 2 },
    tree: [{ origin: "reused" }, { origin: "reused" }, { origin: "executed" }],
    // What was taken over did not run: it has no time.
    modules: [{ moduleName: "Reporter", count: 1 }],
  });
});

it("--no-reuse runs everything", async () => {
  const store = newPath(".db");
  await runCli("run", workflow, config(2), "--quiet", "--store", store);
  const again = await runCli("run", workflow, config(2), "--no-reuse", "--quiet", "--store", store);
  expect(again.stdout).toContain("3 Completed\n");
});

it("retry --dry-run says what was made from something else, and from what", async () => {
  const store = newPath(".db");
  await runCli("run", workflow, config(2), "--quiet", "--store", store);
  const changed = file(".ts", readFileSync(workflow, "utf8").replace('"1"', '"2"').replace("../../../src", sources));
  const { stdout } = await runCli("retry", changed, config(2), "--dry-run", "--store", store);
  expect(stdout.replaceAll(/\d{8}T\d{6}-\w+/gu, "RUN")).toMatchInlineSnapshot(`
    "a new run from RUN at record 12 would run 2 of 3 executions
            1  completed with the same params: taken over
            1  made from other parts now: run
            1  below one that runs: run

    · Loader[all]_Scaler[x]                 version changed since RUN:8
    · Loader[all]_Scaler[x]_Reporter[text]  below one that runs
    "
  `);
});
