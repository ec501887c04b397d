/** A workflow of seven steps with Mastra's store in memory; a run per path. */
import { Mastra } from "@mastra/core";
import { InMemoryStore } from "@mastra/core/storage";
import { createStep, createWorkflow } from "@mastra/core/workflows";
import { z } from "zod";

import type { Adapter } from "../adapter.ts";
import { moduleName, places, schemaReference, work } from "../work.ts";

const Output = z.object({ value: z.number(), schema: z.string() });
type AnyWorkflow = ReturnType<typeof newWorkflow>;

const newWorkflow = () => createWorkflow({ id: "path", inputSchema: Output, outputSchema: Output });

const steps = places.map((place) =>
  createStep({
    id: moduleName(place),
    inputSchema: Output,
    outputSchema: Output,
    execute: () => Promise.resolve({ value: work(place), schema: schemaReference(place + 1) }),
  }),
);

const committed = (): AnyWorkflow => {
  let workflow = newWorkflow();
  for (const step of steps) workflow = workflow.then(step) as unknown as AnyWorkflow;
  workflow.commit();
  return workflow;
};

const inMemory: Adapter["cases"][string] = () => {
  let last: { readonly workflow: AnyWorkflow; readonly runId: string } | undefined;
  return {
    run: async (paths) => {
      const workflow = committed();
      new Mastra({ workflows: { path: workflow }, storage: new InMemoryStore(), logger: false });
      for (let path = 0; path < paths; path++) {
        const run = await workflow.createRun({ runId: `path${path}` });
        const { status } = await run.start({ inputData: { value: 0, schema: schemaReference(0) } });
        if (status !== "success") throw new Error(`path${path} ended as ${status}`);
      }
      last = { workflow, runId: `path${paths - 1}` };
    },
    check: async () => {
      const kept = await last?.workflow.getWorkflowRunById(last.runId);
      const text = JSON.stringify(kept ?? null);
      if (!places.every((place) => text.includes(moduleName(place))))
        throw new Error(`the last run is kept as ${text}`);
    },
  };
};

export const cases: Adapter["cases"] = { memory: inMemory };
