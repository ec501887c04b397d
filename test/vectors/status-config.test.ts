/** What configs were recorded to do to PETsARD 1.6.0, and cannot do to runstate. */
import { afterEach, expect, test, vi } from "vitest";

import { Executor, type Json, type Status } from "../../src/index.ts";
import { answered, gave, keptOrTabled, scenario } from "../regressions/recorded-scenario.ts";
import { stubWorkflow } from "../regressions/stub-workflow.ts";

afterEach(() => vi.unstubAllGlobals());

test("constrainer_pop: each branch has all its params, and the config stays as it was", async () => {
  const recorded = scenario("constrainer_pop");
  const sampling = { target_rows: 5, sampling_ratio: 2, max_trials: 7 };
  const constrainer = { field_constraints: ["a > 0"], ...sampling };
  const config = { Loader: { l1: {}, l2: {} }, Constrainer: { c: constrainer } };
  const executor = new Executor({
    workflow: stubWorkflow(["Loader"]).module("Constrainer", {
      run: ({ params }) => {
        const popped = Object.fromEntries(Object.entries(params).filter(([key]) => key in sampling));
        for (const key of Object.keys(sampling)) Reflect.deleteProperty(params, key);
        return popped;
      },
    }),
    config: Object.entries(config).map(([module, experiments]) => [module, Object.entries(experiments)] as const),
  });
  await executor.run();
  const status: Status = executor.status;
  const { actual, expected } = keptOrTabled(
    "constrainer_pop",
    {
      "sampling per branch": recorded["sample_dict_per_branch"] ?? null,
      "config after": recorded["yaml_after"] ?? null,
    },
    {
      "sampling per branch": Object.values(status.getResult()).map((result) => result?.data as Json),
      "config after": { Constrainer: config.Constrainer },
    },
  );
  expect(actual).toEqual(expected);
});

test("eval_injection: the name of a module is not run", () => {
  const recorded = scenario("eval_injection");
  const canary = vi.fn<() => void>();
  vi.stubGlobal("canary", canary);
  const built = answered(
    () => new Executor({ workflow: stubWorkflow(["Loader"]), config: [["(canary(), Loader)", [["l", {}]]]] }),
  );
  const { actual, expected } = keptOrTabled(
    "eval_injection",
    { "a config with code for a name": gave(recorded["result"]), "code ran": gave(recorded["code_ran"]) },
    { "a config with code for a name": built, "code ran": canary.mock.calls.length > 0 },
  );
  expect(actual).toEqual(expected);
});
