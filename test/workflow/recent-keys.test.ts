import * as fc from "fast-check";
import { expect, test } from "vitest";

import { experimentKey } from "../../src/workflow/experiment-key.ts";
import { planOf } from "../../src/workflow/plan.ts";
import { RecentKeys } from "../../src/workflow/recent-keys.ts";
import { plannedModules } from "./arbitraries.ts";

test("gives every execution the label of its path, whichever was asked for before", () => {
  fc.assert(
    fc.property(plannedModules, fc.array(fc.nat(), { maxLength: 40 }), (modules, jumps) => {
      const plan = planOf(modules);
      const keys = new RecentKeys(plan);
      const inOrder = Array.from(plan.executions(), ({ index }) => index);
      const asked = [...jumps.map((jump) => jump % plan.size.executions), ...inOrder, ...inOrder.toReversed()];
      for (const execution of asked)
        expect(keys.of(plan.place(execution))).toBe(experimentKey(plan.execution(execution).path));
    }),
  );
});

test("gives an execution that is asked for twice in a row the same text", () => {
  const plan = planOf([
    { moduleName: "Loader", experiments: ["a", "b"] },
    { moduleName: "Reporter", experiments: ["r"] },
  ]);
  const keys = new RecentKeys(plan);
  expect([0, 0, 1, 1, 3, 3, 2].map((execution) => keys.of(plan.place(execution)))).toEqual([
    "Loader[a]",
    "Loader[a]",
    "Loader[a]_Reporter[r]",
    "Loader[a]_Reporter[r]",
    "Loader[b]_Reporter[r]",
    "Loader[b]_Reporter[r]",
    "Loader[b]",
  ]);
});
