/** How many random runs a minute `checkWorkflow` does on the birdstrikes workflow, with stub data in the place of its own. */
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

import birdstrikes from "../../examples/01-birdstrikes/workflow.ts";
import { parseConfigYaml } from "../../src/index.ts";
import { checkWorkflow } from "../../src/testing/index.ts";
import type { ModuleType, WorkflowDefinition } from "../../src/workflow/define-workflow.ts";
import type { AnyModule } from "../../src/workflow/module.ts";

const rows = Array.from({ length: 20 }, (_, id) => ({
  id,
  species: id % 3 === 0 ? null : `bird ${id}`,
  cost: id * 1.5,
}));

const run: AnyModule["run"] = ({ input, experimentName }) =>
  Array.isArray(input.data)
    ? (input.data as typeof rows).map((row) => Object.fromEntries([...Object.entries(row), [experimentName, row.id]]))
    : rows;

const workflow: WorkflowDefinition<readonly ModuleType[], never> = {
  name: birdstrikes.name,
  modules: birdstrikes.modules.map(({ moduleName, params }) => ({ moduleName, params, run })),
};
const path = new URL("../../examples/01-birdstrikes/config.yaml", import.meta.url);
const config = parseConfigYaml(readFileSync(path, "utf8"));

const runs = Number(process.argv[2] ?? 300);
const startedMs = performance.now();
const { user: before } = process.cpuUsage();
const { calls } = await checkWorkflow(workflow, { config, runs, maxExecutions: 100, seed: 1 });
const elapsedMs = performance.now() - startedMs;
const cpuMs = (process.cpuUsage().user - before) / 1000;
const aMinute = (ms: number): number => Math.round((runs / ms) * 60_000);
console.log(
  `${runs} runs, ${calls} modules called: ${aMinute(elapsedMs)} runs a minute, ${aMinute(cpuMs)} a minute of processor time`,
);
