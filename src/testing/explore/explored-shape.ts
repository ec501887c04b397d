import { experimentKey } from "../../workflow/experiment-key.ts";
import { millionths, readAmounts, type ResourceAmounts } from "../../workflow/resources.ts";
import { type Plan, planOf } from "../../workflow/plan.ts";
import type { ExploredPolicy } from "./explored-policy.ts";

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
  /** The policy of each module, and of the module of an execution. */
  readonly policies: readonly ExploredPolicy[];
  readonly policyOf: (execution: number) => ExploredPolicy;
  readonly resources: ResourceAmounts;
  /** What the run has of each limit, and what an execution of each module takes of it. */
  readonly limits: readonly ExploredLimit[];
}

/** Something there is so much of, in whole millionths. */
export interface ExploredLimit {
  readonly name: string;
  readonly capacity: number;
  /** By module, first module first. */
  readonly takes: readonly number[];
}

/** What {@link exploredShape} is made from. */
export interface ShapeOptions {
  /** Experiments of each module, first module first. */
  readonly experiments: readonly number[];
  readonly concurrency: number;
  readonly onFailure: "continue" | "stop";
  readonly slowStore?: boolean;
  /** One for each module. Default: none has any. */
  readonly policies?: readonly ExploredPolicy[];
  readonly resources?: ResourceAmounts;
}

/** A plan with modules `A`, `B`, … that have experiments `a1`, `a2`, …, `b1`, …. */
export const exploredShape = ({
  experiments,
  concurrency,
  onFailure,
  slowStore = false,
  policies = experiments.map(() => ({})),
  resources = {},
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
    policies,
    policyOf: (execution) => policies[plan.execution(execution).depth] ?? {},
    resources,
    limits: limitsOf(policies, resources),
  };
};

const limitsOf = (policies: readonly ExploredPolicy[], resources: ResourceAmounts): readonly ExploredLimit[] => [
  ...policies.flatMap(({ concurrency }, depth): readonly ExploredLimit[] =>
    concurrency === undefined
      ? []
      : [
          {
            name: `the concurrency of ${nameAt(depth)}`,
            capacity: millionths(concurrency),
            takes: policies.map((_, at) => (at === depth ? millionths(1) : 0)),
          },
        ],
  ),
  ...Array.from(readAmounts(resources), ([name, amount]): ExploredLimit => ({
    name,
    capacity: millionths(amount),
    takes: policies.map((policy) => millionths(readAmounts(policy.resources ?? {}).get(name) ?? 0)),
  })),
];

const nameAt = (depth: number): string => String.fromCharCode("A".charCodeAt(0) + depth);
