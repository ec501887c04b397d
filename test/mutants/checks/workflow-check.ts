import { planConfig } from "../../../src/index.ts";
import { type CheckOptions, checkWorkflow, Counterexample } from "../../../src/testing/index.ts";
import type { ModuleType, WorkflowDefinition } from "../../../src/workflow/define-workflow.ts";
import type { Check, Finding } from "./check.ts";
import { counted } from "./property-finding.ts";

/** Runs a workflow under random faults and orders, and holds it to the laws of every run and its own. */
export const workflowCheck = <const Modules extends readonly ModuleType[]>(
  name: string,
  workflow: WorkflowDefinition<Modules, never> | (() => WorkflowDefinition<Modules, never>),
  options: CheckOptions<Modules>,
): Check => ({
  name,
  find: async (seed) => {
    try {
      await checkWorkflow(workflow, { ...options, seed });
      return undefined;
    } catch (thrown) {
      if (thrown instanceof Counterexample) return told(thrown);
      throw thrown;
    }
  },
});

const told = ({ claim, found, runs, trial }: Counterexample): Finding => {
  const { executions } = planConfig(trial.config).size;
  const { faults, interleaving } = trial;
  const size = [
    counted(executions, "execution"),
    counted(faults.length, "fault"),
    `order of ${interleaving.length}`,
  ].join(", ");
  return { law: claim, found, runs, size };
};
