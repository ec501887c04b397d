import type { Plan } from "../../workflow/plan-tree.ts";

/** The execution that a key leads to: up and down in its column, left to what is above, right to the first below; undefined for other keys. */
export const besideInGraph = (plan: Plan, selected: number | undefined, key: string): number | undefined => {
  if (!keys.has(key)) return undefined;
  if (selected === undefined || selected >= plan.size.executions) return 0;
  const { depth, experiment, parent } = plan.execution(selected);
  if (key === "ArrowLeft") return parent ?? selected;
  if (key === "ArrowRight") return depth + 1 < plan.modules.length ? selected + 1 : selected;
  const below = plan.experimentsBelow(depth);
  const { experiments } = plan.size;
  const to =
    { ArrowDown: experiment + below, ArrowUp: experiment - below, Home: 0, End: experiments - 1 }[key] ?? experiment;
  return plan.experiment(Math.max(0, Math.min(experiments - 1, to))).executions[depth];
};

const keys: ReadonlySet<string> = new Set(["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"]);
