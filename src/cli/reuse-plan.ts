import type { Reuse } from "../executor/reuse.ts";
import type { RunCause } from "../journal/reuse-decision.ts";
import { experimentKey } from "../workflow/experiment-key.ts";
import type { Plan } from "../workflow/plan.ts";

/** What a run that begins from an earlier one does with an execution, and why. */
export type ReuseStep =
  | { readonly key: string; readonly action: "reuse" }
  | { readonly key: string; readonly action: "run"; readonly cause: RunCause };

/** What becomes of every execution, in plan order; asked of the same judge as the run itself asks. */
export const planReuse = (plan: Plan, reuse: Pick<Reuse, "explain">): readonly ReuseStep[] =>
  Array.from({ length: plan.size.executions }, (_, execution): ReuseStep => {
    const key = experimentKey(plan.execution(execution).path);
    const verdict = reuse.explain(execution);
    return verdict.action === "reuse" ? { key, action: "reuse" } : { key, action: "run", cause: verdict.cause };
  });
