import { defineCase } from "../harness/bench-case.ts";
import { cpu } from "../harness/meters.ts";
import { modulesPerPath, pathConfig, pathWorkflow, runPaths } from "../path-workflow.ts";

const paths = 10_000;
const executions = paths * modulesPerPath;
const config = pathConfig(paths);
const watched = { inspect: () => undefined };

export default defineCase({
  title: "what the actors of a run add, which it has only when somebody can see them",
  warmUps: 2,
  subjects: {
    unseen: { meter: cpu, operations: executions, work: () => runPaths(config) },
    seen: { meter: cpu, operations: executions, work: () => runPaths(config, pathWorkflow, watched) },
  },
  figures: [
    {
      label: "light actors with an inspector that does nothing, to none",
      unit: "×",
      of: (took) => took.seen / took.unseen,
    },
    { label: "an execution with light actors", unit: "µs", of: (took) => took.seen },
  ],
});
