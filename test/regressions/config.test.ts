/** PETsARD 1.6.0's defects in reading configs, each as a claim about runstate. */
import { afterEach, expect, test, vi } from "vitest";

import { type ConfigInput, defineWorkflow, Executor, fromPetsardConfig, planConfig, Status } from "../../src/index.ts";
import { refusedNames } from "./thrown.ts";

const deepFreeze = <Value>(value: Value): Value => {
  if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
};

afterEach(() => vi.unstubAllGlobals());

test("16: the reference evaluates module names, so that a config can run code; for runstate such a name is only a name", async () => {
  const touched = vi.fn<() => string>(() => "code ran");
  vi.stubGlobal("canary", touched);
  const names = ["canary()", "(canary(), Loader)", "${canary()}", "Loader`${canary()}`", "constructor", "__proto__"];
  const workflow = defineWorkflow("names").module("Loader", { run: () => 1 });
  for (const name of names)
    expect(refusedNames(() => new Executor({ workflow, config: [[name, [["x", {}]]]] }))).toEqual([name, "Loader"]);
  for (const name of names) {
    const own = new Executor({
      workflow: defineWorkflow("w").module(name, { run: ({ moduleName }) => moduleName }),
      config: [[name, [["canary()", {}]]]],
    });
    await own.run();
    expect(own.getResult(`${name}[canary()]`).data).toBe(name);
  }
  expect(touched).not.toHaveBeenCalled();
});

test("17: the reference writes into the caller's config and refuses it the second time; runstate takes a frozen one as often as one likes", async () => {
  const config = deepFreeze({
    Loader: { d: { path: ["a.csv"] } },
    Splitter: { sp: { repeat: 2, ratio: { train: 0.5 } } },
  });
  const before = structuredClone(config);
  const workflow = defineWorkflow("reused")
    .module("Loader", { run: () => 1 })
    .module("Splitter", { run: () => 2 });
  const keys = ["Loader[d]_Splitter[sp_[2-1]]", "Loader[d]_Splitter[sp_[2-2]]"];
  for (let time = 0; time < 2; time++) {
    const executor = new Executor({ workflow, config });
    await executor.run();
    expect(Object.keys(executor.getResult())).toEqual(keys);
  }
  const petsard = deepFreeze({ Loader: { d: {} }, Splitter: { sp: { num_samples: 2 } } });
  const plans = [1, 2].map(() => Array.from(planConfig(fromPetsardConfig(petsard)).experimentKeys()));
  expect(plans).toEqual([keys, keys]);
  expect(config).toEqual(before);
  expect(petsard).toEqual({ Loader: { d: {} }, Splitter: { sp: { num_samples: 2 } } });
});

test("18: the reference shares one params dict, so what one branch pops the next one lacks; runstate gives each execution its own", async () => {
  const written = { target_rows: 5, sampling_ratio: 2, max_trials: 7, limits: new Map([["age", 120]]) };
  const workflow = defineWorkflow("popping")
    .module("Loader", { run: () => 1 })
    .module("Constrainer", {
      run: ({ params }) => {
        const limits = params["limits"] as Map<string, number>;
        const found = { ...params, limits: [...limits] };
        for (const key of Object.keys(params)) Reflect.deleteProperty(params, key);
        limits.clear();
        return found;
      },
    });
  const executor = new Executor({ workflow, config: { Loader: { l1: {}, l2: {} }, Constrainer: { c: written } } });
  await executor.run();
  await executor.run();
  const everything = { target_rows: 5, sampling_ratio: 2, max_trials: 7, limits: [["age", 120]] };
  expect(Object.values(executor.getResult()).map((result) => result?.data)).toEqual([everything, everything]);
  expect(written.limits.get("age")).toBe(120);
});

test("19: an experiment called method turns the reference's Splitter expansion off for all; to runstate it is an experiment like any other", () => {
  const splitter = { method: { num_samples: 3 }, other: { num_samples: 2 }, custom: { method: "custom_data" } };
  const plan = planConfig(fromPetsardConfig({ Loader: { method: {} }, Splitter: splitter }));
  const [loader, splits] = plan.modules.map(({ experiments }) => experiments);
  expect(loader).toEqual(["method"]);
  expect(splits).toEqual([
    "method_[3-1]",
    "method_[3-2]",
    "method_[3-3]",
    "other_[2-1]",
    "other_[2-2]",
    "custom_[1-1]",
  ]);
});

test("20: names with ]_ give the reference's four leaves three keys, and one result is lost; runstate refuses them, and every legal name has its own key", async () => {
  const workflow = defineWorkflow("keys")
    .module("Loader", { run: () => 1 })
    .module("Preprocessor", { run: ({ experimentKey }) => experimentKey });
  const ambiguous: ConfigInput = {
    Loader: { x: {}, "x]_Preprocessor[y": {} },
    Preprocessor: { "y]_Preprocessor[z": {}, z: {} },
  };
  expect(refusedNames(() => planConfig(ambiguous))).toEqual([
    "Loader/x]_Preprocessor[y",
    "Preprocessor/y]_Preprocessor[z",
  ]);
  const odd = ["x", "x]", "x[", "[x]", "x_", "_x", "]x", "x_[y", "Preprocessor[y", "__proto__", "then", "10", "2"];
  const experiments = odd.map((name) => [name, {}] as const);
  const executor = new Executor({
    workflow,
    config: [
      ["Loader", experiments],
      ["Preprocessor", experiments],
    ],
  });
  await executor.run();
  const results = Object.entries(executor.getResult());
  expect(results).toHaveLength(odd.length ** 2);
  expect(results.every(([key, result]) => result?.data === key)).toBe(true);
});

test("25: the reference prunes empty parts in silence, and calls a run that executed nothing completed; runstate refuses them, and such a run is not completed", async () => {
  const workflow = defineWorkflow("nothing")
    .module("Loader", { run: () => 1 })
    .module("Splitter", { run: () => 2 });
  const empty: readonly ConfigInput[] = [
    {},
    { Loader: {} },
    { Loader: { l: {} }, Splitter: {} },
    { Loader: {}, Splitter: { s: {} } },
    { Loader: { l: {} }, Splitter: null },
    { Loader: { l: null }, Splitter: { s: {} } },
    { Loader: { l: {} }, Splitter: { s: { repeat: 0 } } },
    { Loader: { l: {} }, Splitter: { s: { repeat: -1 } } },
  ];
  for (const config of empty) expect(refusedNames(() => planConfig(config))).not.toEqual([]);
  for (const samples of [0, -1, null])
    expect(
      refusedNames(() => fromPetsardConfig({ Loader: { l: {} }, Splitter: { s: { num_samples: samples } } })),
    ).toEqual(["Splitter/s/num_samples"]);

  const config = { Loader: { l: {} }, Splitter: { s: {} } };
  const executor = new Executor({ workflow, config, signal: AbortSignal.abort("never mind") });
  expect(executor.isExecutionCompleted()).toBe(false);
  expect(await executor.run()).toMatchObject({ state: "Failed", reason: "cancelled", executions: { NotStarted: 2 } });
  expect(executor.isExecutionCompleted()).toBe(false);
  expect(new Status().isCompleted()).toBe(false);
});
