import * as fc from "fast-check";
import { expect, test } from "vitest";

import { checkWorkflow } from "../../src/testing/index.ts";
import type { ModuleType, WorkflowDefinition } from "../../src/workflow/define-workflow.ts";
import type { ModulePolicy } from "../../src/workflow/module-policy.ts";
import type { AnyModule } from "../../src/workflow/module.ts";
import { behaviour } from "../executor/behaviour-arbitrary.ts";
import { type Behaviour, microtasks, perform } from "../executor/behaviour.ts";

const policy: fc.Arbitrary<ModulePolicy> = fc.record(
  {
    concurrency: fc.integer({ min: 1, max: 3 }),
    retry: fc.record({ times: fc.integer({ min: 1, max: 2 }), delay: fc.constantFrom(0, 50) }),
    timeout: fc.integer({ min: 1, max: 5000 }),
    resources: fc.record({ gpu: fc.constantFrom(0, 0.4, 1) }),
  },
  { requiredKeys: [] },
);

/** One to four modules, each with a policy of its own; what an execution does is told by its key alone. */
const workflows: fc.Arbitrary<WorkflowDefinition<readonly ModuleType[], never>> = fc
  .record({
    policies: fc.array(policy, { minLength: 1, maxLength: 4 }),
    behaviours: fc.array(behaviour, { minLength: 1, maxLength: 8 }),
  })
  .map(({ policies, behaviours }) => ({
    name: "random",
    modules: policies.map((each, at): AnyModule => ({
      ...each,
      moduleName: "ABCD"[at] ?? "",
      params: undefined,
      run: (args) =>
        perform(behaviours[numberOf(args.experimentKey) % behaviours.length] as Behaviour, args, microtasks),
    })),
  }));

const numberOf = (key: string): number => {
  let number = 0;
  for (const character of key) number = (number * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return number;
};

test("the executor keeps the laws of every run, whatever its modules do, in whatever order, and whatever goes wrong", async () => {
  let calls = 0;
  await fc.assert(
    fc.asyncProperty(
      workflows,
      fc.constantFrom("continue", "stop"),
      fc.integer(),
      async (workflow, onFailure, seed) => {
        const report = await checkWorkflow(workflow, {
          runs: 8,
          seed,
          onFailure,
          resources: { gpu: 1 },
          maxExecutions: 40,
        });
        calls += report.calls;
      },
    ),
    { numRuns: 60, interruptAfterTimeLimit: 8000 },
  );
  expect(calls).toBeGreaterThan(100);
});
