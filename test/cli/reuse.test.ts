import { resolve } from "node:path";

import { expect, it } from "vitest";

import { file, newPath, runCli, withoutTimes } from "./run-cli.ts";

const workflow = resolve(import.meta.dirname, "fixtures/reusing.ts");
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
