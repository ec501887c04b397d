import { defineCase } from "../harness/bench-case.ts";
import { cpu } from "../harness/meters.ts";
import { modulesPerPath, pathConfig, runPaths } from "../path-workflow.ts";

const few = 1_428;
const many = 142_857;
const runsOfFew = 25;
const fewPaths = pathConfig(few);
const manyPaths = pathConfig(many);

const runFew = async (): Promise<void> => {
  for (let n = 0; n < runsOfFew; n++) await runPaths(fewPaths);
};

export default defineCase({
  title: "time an execution, as runs grow",
  subjects: {
    many: { meter: cpu, operations: many * modulesPerPath, work: () => runPaths(manyPaths) },
    few: { meter: cpu, operations: runsOfFew * few * modulesPerPath, work: runFew },
  },
  figures: [
    {
      label: "among 1,000,000, to among 10,000",
      unit: "×",
      of: (measured) => measured.many / measured.few,
      goal: 1.2,
      limit: 1.4,
    },
  ],
});
