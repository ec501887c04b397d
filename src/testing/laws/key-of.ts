import { experimentKey } from "../../workflow/experiment-key.ts";
import type { Plan } from "../../workflow/plan.ts";

/** The key of an execution, for people; its number where the plan has none of it. */
export const keyOf = (plan: Plan, execution: number): string =>
  execution >= 0 && execution < plan.size.executions
    ? experimentKey(plan.execution(execution).path)
    : `execution ${execution}`;
