import { defineCase } from "../harness/bench-case.ts";
import { cpu } from "../harness/meters.ts";
import { buildWorkflow, modulesPerPath, pathConfig, runPaths } from "../path-workflow.ts";

const paths = 1_000;
const executions = paths * modulesPerPath;
const config = pathConfig(paths);

/** Each execution makes a frame of two rows, which is described and hashed. */
const describing = buildWorkflow(modulesPerPath, (place) => [
  { id: 1, [`column${place}`]: "a" },
  { id: 2, [`column${place}`]: "b" },
]);

export default defineCase({
  title: "modules that return frames, and leave it to the library to describe them",
  warmUps: 3,
  subjects: {
    described: { meter: cpu, operations: executions, work: () => runPaths(config) },
    describing: { meter: cpu, operations: executions, work: () => runPaths(config, describing) },
  },
  figures: [
    {
      label: "two rows of two columns, to a schema given",
      unit: "×",
      of: (measured) => measured.describing / measured.described,
    },
  ],
});
