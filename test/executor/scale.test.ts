import { expect, test } from "vitest";

import { defineWorkflow, Executor, type ModuleType, type Workflow } from "../../src/index.ts";

type AnyWorkflow = Workflow<readonly ModuleType[], never>;

const chain = (length: number): AnyWorkflow => {
  let workflow = defineWorkflow("chain") as unknown as AnyWorkflow;
  for (let place = 0; place < length; place++)
    workflow = workflow.module(`Module${place}`, {
      run: ({ input }) => (input.data ?? 0) + 1,
    }) as unknown as AnyWorkflow;
  return workflow;
};

test("1,000 modules in sequence run without recursion", async () => {
  const executor = new Executor({
    workflow: chain(1000),
    config: Array.from({ length: 1000 }, (_, place) => [`Module${place}`, [["only", {}]]] as const),
  });
  expect((await executor.run()).executions.Completed).toBe(1000);
  expect(Object.values(executor.getResult())).toEqual([{ data: 1000, schema: null }]);
});

test("20,000 experiments leave one result each, and inner results only on request", async () => {
  const executor = new Executor({
    workflow: chain(3),
    config: [
      ["Module0", [["root", {}]]],
      ["Module1", Array.from({ length: 200 }, (_, n) => [`a${n}`, {}] as const)],
      ["Module2", Array.from({ length: 100 }, (_, n) => [`b${n}`, {}] as const)],
    ],
    retain: "leaves",
  });
  const outcome = await executor.run();
  expect(outcome.experiments.Completed).toBe(20_000);
  expect(Object.keys(executor.getResult())).toHaveLength(20_000);
  expect(() => executor.status.getResult("Module0[root]")).toThrow("released");
});

test("a plan too large is refused with its count, before anything is expanded", () => {
  const modules = Array.from({ length: 10 }, (_, place) => `Module${place}`);
  const experiments = Array.from({ length: 10 }, (_, n) => [`e${n}`, {}] as const);
  expect(
    () => new Executor({ workflow: chain(10), config: modules.map((name) => [name, experiments] as const) }),
  ).toThrow(/11[, ]?111[, ]?111[, ]?110/u);
});
