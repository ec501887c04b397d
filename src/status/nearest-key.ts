import { parseExperimentKey, experimentKey, type PathStep } from "../workflow/experiment-key.ts";
import { nearestName } from "../workflow/nearest-name.ts";
import type { Plan } from "../workflow/plan.ts";

/** Above so many keys, only the names of a path are compared, and not whole keys with each other. */
const mostKeys = 10_000;

/** The key of the plan that a reader most likely meant; undefined when none comes near. */
export const nearestKey = (plan: Plan, key: string): string | undefined =>
  byNames(plan, key) ?? nearestName(key, plan.size.experiments <= mostKeys ? plan.experimentKeys() : []);

/** Each module and experiment of the path replaced by the nearest one at its place. O(names). */
const byNames = (plan: Plan, key: string): string | undefined => {
  const steps: PathStep[] = [];
  for (const [depth, [moduleName, experimentName]] of (parseExperimentKey(key) ?? []).entries()) {
    const planned = plan.modules[depth];
    const module = planned && nearestName(moduleName, [planned.moduleName]);
    const experiment = planned && nearestName(experimentName, planned.experiments);
    if (module === undefined || experiment === undefined) return undefined;
    steps.push([module, experiment]);
  }
  return steps.length === 0 ? undefined : experimentKey(steps);
};
