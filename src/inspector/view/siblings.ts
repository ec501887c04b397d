import type { Plan } from "../../workflow/plan-tree.ts";

/** The executions of the same module that branch off where this one does, without it; the first `most` of them. */
export const siblings = (plan: Plan, execution: number, most: number): readonly number[] => {
  const { depth, parent } = plan.execution(execution);
  const step = plan.subtreeSize(depth);
  const first = parent === undefined ? 0 : parent + 1;
  const found: number[] = [];
  for (let place = 0; place < (plan.modules[depth]?.experiments.length ?? 0) && found.length < most; place++)
    if (first + place * step !== execution) found.push(first + place * step);
  return found;
};
