import { defineCase } from "../harness/bench-case.ts";
import { cpu } from "../harness/meters.ts";
import { type AnyExecutor, pathConfig, runPaths } from "../path-workflow.ts";

const asked = 200_000;
let few: AnyExecutor | undefined;
let many: AnyExecutor | undefined;

const ask = (executor: AnyExecutor | undefined): number => {
  let total = 0;
  for (let n = 0; n < asked; n++) total += executor?.status.getStatusSummary().totalSnapshots ?? Number.NaN;
  return total;
};

export default defineCase({
  title: "`getStatusSummary()`",
  prepare: async () => {
    few = await runPaths(pathConfig(142));
    many = await runPaths(pathConfig(142_857));
  },
  warmUps: 3,
  subjects: {
    few: { meter: cpu, operations: asked, work: () => ask(few) },
    many: { meter: cpu, operations: asked, work: () => ask(many) },
  },
  figures: [
    { label: "of 1,000,000 executions, to of 1,000", unit: "×", of: (took) => took.many / took.few, goal: 2 },
    { label: "of 1,000,000 executions", unit: "µs", of: (took) => took.many },
  ],
});
