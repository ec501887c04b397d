import * as fc from "fast-check";

import { Executor, type RunOptions, type WorkflowDefinition } from "../../src/index.ts";
import type { ConfigEntries } from "../../src/workflow/config.ts";
import type { ModuleType } from "../../src/workflow/define-workflow.ts";
import type { ModulePolicy } from "../../src/workflow/module-policy.ts";
import type { AnyModule } from "../../src/workflow/module.ts";
import { planOf, type Plan, type PlannedModule } from "../../src/workflow/plan.ts";
import { behaviour } from "./behaviour-arbitrary.ts";
import { type Behaviour, type Later, meaningOf, microtasks, perform } from "./behaviour.ts";

/** A workflow, its config and what each execution does: execution `i` behaves like `behaviours[i % length]`. */
export interface RandomWorkflow {
  readonly modules: readonly PlannedModule[];
  readonly behaviours: readonly Behaviour[];
  readonly concurrency: number;
  readonly retain: "all" | "leaves";
  /** One per module, where there are any. */
  readonly policies?: readonly ModulePolicy[];
}

const experimentNames = ["x", "__proto__", "constructor", "10", "2", "then", "a b", "[", "é"];

/** 1–5 modules of 1–4 experiments each, at most 80 executions; most executions succeed. */
export const randomWorkflow: fc.Arbitrary<RandomWorkflow> = fc.record({
  modules: fc
    .array(fc.uniqueArray(fc.constantFrom(...experimentNames), { minLength: 1, maxLength: 4 }), {
      minLength: 1,
      maxLength: 5,
    })
    .map((all) => all.map((experiments, at) => ({ moduleName: "ABCDE"[at] ?? "", experiments })))
    .filter((modules) => planOf(modules).size.executions <= 80),
  behaviours: fc.array(behaviour, { minLength: 1, maxLength: 24 }),
  concurrency: fc.integer({ min: 1, max: 4 }),
  retain: fc.constantFrom("all", "leaves"),
});

/** What the oracle says must become of one execution. */
export type Expected =
  | { readonly state: "Completed"; readonly data: unknown }
  | { readonly state: "Failed"; readonly message: string }
  | { readonly state: "NotStarted"; readonly blockedBy: string };

/** The outcome of every execution by key, in pre-order: a plain recursion over the tree, knowing nothing of plans. */
export const expectedOf = ({ modules, behaviours }: RandomWorkflow): ReadonlyMap<string, Expected> => {
  const expected = new Map<string, Expected>();
  const visit = (depth: number, prefix: string, input: unknown, failed: string | undefined): void => {
    const module = modules[depth];
    for (const experiment of module?.experiments ?? []) {
      const key = `${prefix}${prefix && "_"}${module?.moduleName}[${experiment}]`;
      const doing = behaviours[expected.size % behaviours.length] as Behaviour;
      const outcome: Expected =
        failed === undefined ? meaningOf(doing, input) : { state: "NotStarted", blockedBy: failed };
      expected.set(key, outcome);
      const broken = failed ?? (outcome.state === "Failed" ? key : undefined);
      visit(depth + 1, key, outcome.state === "Completed" ? outcome.data : undefined, broken);
    }
  };
  visit(0, "", undefined, undefined);
  return expected;
};

/** An executor for a random workflow, and how often each of its executions called its module. */
export interface Built {
  readonly executor: Executor<readonly ModuleType[], never, ConfigEntries>;
  readonly plan: Plan;
  readonly calls: Map<string, number>;
}

const label = (path: readonly (readonly [string, string])[]): string =>
  path.map(([moduleName, experiment]) => `${moduleName}[${experiment}]`).join("_");

/** Builds an executor; options given here win over those of the random workflow. */
export const build = (random: RandomWorkflow, options: RunOptions = {}, later: Later = microtasks): Built => {
  const plan = planOf(random.modules);
  const numbers = new Map(Array.from(plan.executions(), ({ index, path }) => [label(path), index]));
  const calls = new Map<string, number>();
  const run: AnyModule["run"] = (args) => {
    const key = args.experimentKey;
    calls.set(key, (calls.get(key) ?? 0) + 1);
    return perform(random.behaviours[(numbers.get(key) ?? 0) % random.behaviours.length] as Behaviour, args, later);
  };
  const workflow: WorkflowDefinition<readonly ModuleType[], never> = {
    name: "random",
    modules: random.modules.map(({ moduleName }, at) => ({
      ...random.policies?.[at],
      moduleName,
      params: undefined,
      run,
    })),
  };
  const config: ConfigEntries = random.modules.map(({ moduleName, experiments }) => [
    moduleName,
    experiments.map((name) => [name, { n: 1, nested: { list: [1] } }]),
  ]);
  const { concurrency, retain } = random;
  return { executor: new Executor({ workflow, config, concurrency, retain, ...options }), plan, calls };
};
