import { defineCase } from "../harness/bench-case.ts";
import { cpu } from "../harness/meters.ts";
import { withoutActors } from "../harness/without-actors.ts";
import { modulesPerPath, pathConfig, runPaths } from "../path-workflow.ts";

const paths = 10_000;
const executions = paths * modulesPerPath;
const config = pathConfig(paths);
const bare = await withoutActors();

export default defineCase({
  title: "what the actors of a run add: the same run, with nobody told",
  warmUps: 2,
  subjects: {
    told: { meter: cpu, operations: executions, work: () => runPaths(config) },
    untold: { meter: cpu, operations: executions, work: () => bare.runPaths(config) },
  },
  figures: [
    { label: "light actors, to none at all", unit: "×", of: (took) => took.told / took.untold },
    { label: "an execution without actors", unit: "µs", of: (took) => took.untold },
  ],
});
