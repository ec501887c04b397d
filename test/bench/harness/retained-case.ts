import { modulesPerPath, pathConfig, runPaths, schemaOf } from "../path-workflow.ts";
import { type BenchCase, defineCase } from "./bench-case.ts";
import { retained } from "./meters.ts";

/** What a finished run keeps in memory, beyond the results its user asked for. */
export const retainedCase = (paths: number): BenchCase => {
  const config = pathConfig(paths);
  const executions = paths * modulesPerPath;
  const schemas = Array.from({ length: modulesPerPath }, (_, place) => schemaOf(place));
  /** The results alone, as plainly as they can be held: the schemas are shared, the data are numbers. */
  const results = (): ReadonlyMap<number, unknown> => {
    const held = new Map<number, unknown>();
    for (let execution = 0; execution < executions; execution++) {
      const place = execution % modulesPerPath;
      held.set(execution, { data: place, schema: schemas[place] });
    }
    return held;
  };
  return defineCase({
    title: `heap after garbage collection, ${executions.toLocaleString("en")} executions, nothing evicted`,
    subjects: {
      run: { meter: retained, operations: executions, work: () => runPaths(config) },
      results: { meter: retained, operations: executions, work: results },
    },
    figures: [
      {
        label: "an execution, beyond its result",
        unit: "bytes",
        of: ({ run, results: ofResults }) => run - ofResults,
        goal: 120,
      },
      { label: "an execution, with its result", unit: "bytes", of: ({ run }) => run },
    ],
  });
};
