/** How much a run records, counted: nothing is recorded twice, and nothing that nobody asks for. */
import * as fc from "fast-check";
import { expect, test } from "vitest";

import { defineWorkflow, describeSchema, Executor, type ModuleType, type Workflow } from "../../src/index.ts";
import type { ConfigEntries } from "../../src/workflow/config.ts";

type AnyWorkflow = Workflow<readonly ModuleType[], never>;

const schemas = Array.from({ length: 5 }, (_, place) => describeSchema([{ shared: 1, [`column${place}`]: place }]));

const workflowOf = (modules: number): AnyWorkflow => {
  let workflow = defineWorkflow("counted") as unknown as AnyWorkflow;
  for (let place = 0; place < modules; place++)
    workflow = workflow.module(`Module${place}`, {
      run: () => ({ data: place, schema: schemas[place] }),
    }) as unknown as AnyWorkflow;
  return workflow;
};

const configOf = (counts: readonly number[]): ConfigEntries =>
  counts.map((count, place) => [`Module${place}`, Array.from({ length: count }, (_, n) => [`e${n}`, {}] as const)]);

const counts = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 5 });

test("two records an execution, two an experiment, one a schema, and two of the run; whatever the shape", async () => {
  await fc.assert(
    fc.asyncProperty(counts, fc.constantFrom(1, 4), async (shape, concurrency) => {
      const executor = new Executor({ workflow: workflowOf(shape.length), config: configOf(shape), concurrency });
      await executor.run();
      const { status } = executor;
      const { executions, experiments } = status.plan.size;
      expect(status.seq).toBe(2 * executions + 2 * experiments + shape.length + 2);
      expect(status.records).toHaveLength(status.seq);
      const { totalSnapshots, totalTimings, totalChanges } = status.getStatusSummary();
      expect(totalSnapshots).toBe(2 * executions);
      // Of several workers, each execution has a time in the queue as well.
      expect(totalTimings).toBe(executions + status.getTiming().filter({ stepName: "queue" }).length);
      // Of the first module the frame and its two columns are new; from then on one column comes and one goes.
      expect(totalChanges).toBe(2 * executions + (shape[0] ?? 0));
    }),
    { numRuns: 40 },
  );
});
