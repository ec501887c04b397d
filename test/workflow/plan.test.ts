import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ConfigError } from "../../src/error.ts";
import { experimentKey, type PathStep } from "../../src/workflow/experiment-key.ts";
import { planConfig, type PlannedExecution, planOf } from "../../src/workflow/plan.ts";
import { plannedModules } from "./arbitraries.ts";
import { refusal } from "./refusal.ts";

type Modules = Parameters<typeof planOf>[0];

/** The tree as one would write it without arithmetic: a node per execution, numbered as it is visited. */
const naiveTree = (modules: Modules) => {
  const nodes: (PlannedExecution & { readonly size: number })[] = [];
  const leaves: (readonly number[])[] = [];
  const visit = (depth: number, path: readonly PathStep[], above: readonly number[]): void => {
    const module = modules[depth];
    if (module === undefined) {
      leaves.push(above);
      return;
    }
    for (const experiment of module.experiments) {
      const index = nodes.length;
      const here = [...path, [module.moduleName, experiment] as const];
      const node = {
        index,
        depth,
        moduleName: module.moduleName,
        experimentName: experiment,
        parent: above.at(-1),
        path: here,
        experiment: leaves.length,
        size: 0,
      };
      nodes.push(node);
      visit(depth + 1, here, [...above, index]);
      nodes[index] = { ...node, size: nodes.length - index };
    }
  };
  visit(0, [], []);
  return { nodes, leaves };
};

const withoutSize = ({ size: _size, ...node }: PlannedExecution & { readonly size: number }): PlannedExecution => node;

describe("the plan is the cartesian tree", () => {
  test("walked in order, with parents, paths and experiments", () => {
    fc.assert(
      fc.property(plannedModules, (modules) => {
        const plan = planOf(modules);
        const { nodes, leaves } = naiveTree(modules);
        expect([...plan.executions()]).toEqual(nodes.map(withoutSize));
        expect(plan.size).toEqual({ executions: nodes.length, experiments: leaves.length });
        expect(plan.sequence).toEqual(modules.map(({ moduleName }) => moduleName));
        expect(plan.modules).toEqual(modules);
      }),
    );
  });

  test("asked for places alone: of an execution, of the first one below it, of the last of an experiment", () => {
    const withoutPath = ({ path: _path, ...place }: PlannedExecution) => place;
    fc.assert(
      fc.property(plannedModules, (modules) => {
        const plan = planOf(modules);
        for (const execution of plan.executions()) {
          const place = plan.place(execution.index);
          expect(place).toEqual(withoutPath(execution));
          const below = execution.depth + 1 < modules.length ? plan.place(execution.index + 1) : undefined;
          expect(plan.placeBelow(place)).toEqual(below);
        }
        for (let experiment = 0; experiment < plan.size.experiments; experiment++)
          expect(plan.leaf(experiment)).toBe(plan.experiment(experiment).executions.at(-1));
      }),
    );
  });

  test("asked by number, for executions and for experiments", () => {
    fc.assert(
      fc.property(plannedModules, (modules) => {
        const plan = planOf(modules);
        const { nodes, leaves } = naiveTree(modules);
        for (const node of nodes) {
          expect(plan.execution(node.index)).toEqual(withoutSize(node));
          expect(plan.subtreeSize(node.depth)).toBe(node.size);
        }
        leaves.forEach((executions, index) => {
          const path = nodes[executions.at(-1) ?? -1]?.path ?? [];
          expect(plan.experiment(index)).toEqual({ index, path, key: experimentKey(path), executions });
          const { positions, ...chain } = plan.chain(index);
          expect(chain).toEqual({ index, executions });
          expect(positions.map((position, depth) => modules[depth]?.experiments[position])).toEqual(
            path.map(([, experimentName]) => experimentName),
          );
        });
        expect([...plan.experimentKeys()]).toEqual(leaves.map((_, index) => plan.experiment(index).key));
      }),
    );
  });

  test("indexOf ∘ execution is the identity, at every depth", () => {
    fc.assert(
      fc.property(plannedModules, (modules) => {
        const plan = planOf(modules);
        for (const { index, path } of plan.executions()) expect(plan.indexOf(path)).toBe(index);
      }),
    );
  });

  test("an execution holds the experiments below it, next to each other", () => {
    fc.assert(
      fc.property(plannedModules, (modules) => {
        const plan = planOf(modules);
        for (const execution of plan.executions()) {
          for (let i = 0; i < plan.experimentsBelow(execution.depth); i += 1) {
            expect(plan.experiment(execution.experiment + i).executions).toContain(execution.index);
          }
        }
      }),
    );
  });

  test("keys are distinct", () => {
    fc.assert(
      fc.property(plannedModules, (modules) => {
        const plan = planOf(modules);
        expect(new Set(plan.experimentKeys()).size).toBe(plan.size.experiments);
      }),
    );
  });
});

describe("questions without an answer", () => {
  const plan = planOf([
    { moduleName: "Loader", experiments: ["a", "b"] },
    { moduleName: "Reporter", experiments: ["r"] },
  ]);

  test.each([
    [[]],
    [[["Reporter", "r"]]],
    [[["Loader", "c"]]],
    [
      [
        ["Loader", "a"],
        ["Reporter", "r"],
        ["X", "y"],
      ],
    ],
  ])("no execution is at %j", (path) => {
    expect(plan.indexOf(path as never)).toBeUndefined();
  });

  test.each([-1, 4, 0.5, Number.NaN])("there is no execution %d", (index) => {
    expect(() => plan.execution(index)).toThrow(`there is no execution ${index}: they are numbered 0 … 3`);
  });

  test("nor an experiment or depth beyond the last", () => {
    for (const asked of [() => plan.experiment(2), () => plan.chain(2)])
      expect(asked).toThrow("there is no experiment 2: they are numbered 0 … 1");
    expect(() => plan.subtreeSize(2)).toThrow("there is no module at depth 2: 0 … 1");
  });
});

describe("limits", () => {
  const numbered = (prefix: string, length: number) => Array.from({ length }, (_, i) => `${prefix}${i}`);
  const wide = (modules: number, experiments: number): Modules =>
    numbered("M", modules).map((moduleName) => ({ moduleName, experiments: numbered("e", experiments) }));

  test("10 modules × 10 experiments are refused before anything is expanded, with the count", () => {
    const error = refusal(() => planOf(wide(10, 10)));
    expect(error.message).toContain("the plan has 11111111110 executions, over the limit of 1000000");
    expect(error.message).toContain("M0 × 10");
  });

  test("counts stay exact past 2^53, and stop being printed past 10^36", () => {
    expect(refusal(() => planOf(wide(6, 1000))).message).toContain("1001001001001001000 executions");
    expect(refusal(() => planOf(wide(10, 1000))).message).toContain("1001001001001001001001001001000 executions");
    expect(refusal(() => planOf(wide(200, 100))).message).toContain("more than 10^36 executions");
  });

  test("no limit reaches past 2^53, where indexes would be inexact", () => {
    expect(() => planOf(wide(10, 1000), { maxExecutions: Number.POSITIVE_INFINITY })).toThrow(ConfigError);
    expect(planOf(wide(5, 1000), { maxExecutions: Number.POSITIVE_INFINITY }).size.experiments).toBe(1e15);
  });

  test("the limit itself is allowed, one more is not", () => {
    expect(planOf(wide(1, 5), { maxExecutions: 5 }).size.executions).toBe(5);
    expect(() => planOf(wide(1, 6), { maxExecutions: 5 })).toThrow(ConfigError);
  });

  test("a tree of 10^15 leaves is addressed exactly, without holding it", () => {
    const plan = planOf(wide(5, 1000), { maxExecutions: Number.MAX_SAFE_INTEGER });
    const last = plan.execution(plan.size.executions - 1);
    expect(last.experiment).toBe(plan.size.experiments - 1);
    expect(plan.indexOf(last.path)).toBe(last.index);
    expect(plan.experiment(999_999_999_999_999).executions.at(-1)).toBe(last.index);
  });

  test("1000 modules in a row need no recursion", () => {
    const plan = planOf(wide(1000, 1));
    expect(plan.size).toEqual({ executions: 1000, experiments: 1 });
    expect([...plan.executions()].at(-1)?.parent).toBe(998);
  });

  test("the limit of a config is its own, unless code says otherwise", () => {
    const config = { Executor: { maxExecutions: 3 }, Loader: { a: { repeat: 4 } } };
    expect(refusal(() => planConfig(config)).message).toContain("over the limit of 3");
    expect(planConfig(config, { maxExecutions: 4 }).size.executions).toBe(4);
  });
});

describe("refused plans", () => {
  test("every problem is named", () => {
    const error = refusal(() =>
      planOf([
        { moduleName: "A", experiments: ["x", "x", "y]_z"] },
        { moduleName: "A", experiments: [] },
        { moduleName: "B[", experiments: ["x_[2-1]"] },
      ]),
    );
    expect(error.issues.map(({ path, reason }) => [path, reason])).toEqual([
      [["A", "x"], "the name is used twice"],
      [["A", "y]_z"], 'an experiment name may not contain "]_"'],
      [["A"], "the name is used twice"],
      [["A"], "the module has no experiment"],
      [["B["], "a module name may not contain [ or ]"],
    ]);
  });

  test("a plan has a module", () => {
    expect(refusal(() => planOf([])).message).toContain("there is no module");
  });
});

test("what is given is neither kept nor changed", () => {
  const modules = [{ moduleName: "Loader", experiments: ["a"] }];
  const plan = planOf(modules);
  modules[0]?.experiments.push("b");
  expect(plan.modules).toEqual([{ moduleName: "Loader", experiments: ["a"] }]);
  expect(plan.size.executions).toBe(1);
});
