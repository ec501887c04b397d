import { experimentKey } from "../../workflow/experiment-key.ts";
import { type Plan, planOf } from "../../workflow/plan.ts";

/** A workflow with nothing to do but to be tracked, and everything of it that does not change from run to run. */
export interface ExploredShape {
  readonly config: ReadonlyMap<string, ReadonlyMap<string, object>>;
  readonly plan: Plan;
  /** The label of each execution's path, by number, and back. */
  readonly labels: readonly string[];
  readonly numbers: ReadonlyMap<string, number>;
  /** How many executions can be in progress at once. */
  readonly workers: number;
  readonly onFailure: "continue" | "stop";
  /** Whether modules can settle while an append is under way. */
  readonly slowStore: boolean;
}

/** What {@link exploredShape} is made from. */
export interface ShapeOptions {
  /** Experiments of each module, first module first. */
  readonly experiments: readonly number[];
  readonly concurrency: number;
  readonly onFailure: "continue" | "stop";
  readonly slowStore?: boolean;
}

/** A plan with modules `A`, `B`, … that have experiments `a1`, `a2`, …, `b1`, …. */
export const exploredShape = ({
  experiments,
  concurrency,
  onFailure,
  slowStore = false,
}: ShapeOptions): ExploredShape => {
  const modules = experiments.map((count, depth) => {
    const moduleName = nameAt(depth);
    const names = Array.from({ length: count }, (_, at) => `${moduleName.toLowerCase()}${at + 1}`);
    return { moduleName, experiments: names };
  });
  const plan = planOf(modules);
  const labels = Array.from(plan.executions(), ({ path }) => experimentKey(path));
  return {
    config: new Map(
      modules.map((module) => [module.moduleName, new Map(module.experiments.map((name) => [name, {}]))]),
    ),
    plan,
    labels,
    numbers: new Map(labels.map((label, execution) => [label, execution])),
    workers: Math.min(concurrency, plan.size.experiments),
    onFailure,
    slowStore,
  };
};

const nameAt = (depth: number): string => String.fromCharCode("A".charCodeAt(0) + depth);
