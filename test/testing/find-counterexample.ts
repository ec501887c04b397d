import { type CheckOptions, checkWorkflow, Counterexample } from "../../src/testing/index.ts";
import type { ModuleType, WorkflowDefinition } from "../../src/workflow/define-workflow.ts";

/** What a check finds to be broken; it throws where nothing is. */
export const findCounterexample = async <const Modules extends readonly ModuleType[]>(
  workflow: WorkflowDefinition<Modules, never> | (() => WorkflowDefinition<Modules, never>),
  options: CheckOptions<Modules>,
): Promise<Counterexample> => {
  const found: unknown = await checkWorkflow(workflow, options).catch((thrown: unknown) => thrown);
  if (found instanceof Counterexample) return found;
  throw found instanceof Error ? found : new Error(`no law was broken: ${JSON.stringify(found)}`);
};
