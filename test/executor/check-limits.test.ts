import { describe, expect, test } from "vitest";

import { ConfigError, defineWorkflow, Executor, parseConfigYaml, type ModulePolicy } from "../../src/index.ts";

const issuesOf = (make: () => unknown): readonly string[] => {
  try {
    make();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.issues.map(({ path, reason, remedy }) => `${path.join("/")}: ${reason}. ${remedy}`);
  }
};

/** What the compiler knows nothing of. */
const loose = (given: object): object => given;

const workflowWith = (policy: ModulePolicy) => defineWorkflow("w").module("Trainer", { run: () => 1, ...policy });

describe("a policy that cannot be used is refused when the workflow is defined", () => {
  test.each<readonly [ModulePolicy, string]>([
    [{ concurrency: 0 }, "Trainer/concurrency: 0 is not a whole number from 1"],
    [{ concurrency: 1.5 }, "Trainer/concurrency: 1.5 is not a whole number from 1"],
    [{ resources: { gpu: -1 } }, "Trainer/resources/gpu: -1 is no amount of a resource"],
    [{ resources: { gpu: Number.NaN } }, "Trainer/resources/gpu: NaN is no amount of a resource"],
    [{ resources: new Map([["__proto__", 1e10]]) }, "Trainer/resources/__proto__: 10000000000 is no amount"],
    [{ resources: { gpu: 1 / 3 } }, "has more than six decimals. Write 0.333333: amounts are counted in millionths."],
    [{ timeout: 0 }, "Trainer/timeout: 0 is not a duration above 0"],
    [{ timeout: "soon" as "1 hour" }, 'Trainer/timeout: "soon" is not a duration above 0'],
    [{ timeout: Number.NaN }, "Trainer/timeout: NaN is not a duration above 0"],
    [{ retry: { times: -1 } }, "Trainer/retry/times: -1 is not a whole number from 0"],
    [{ retry: { times: 1, delay: -5 } }, "Trainer/retry/delay: -5 is not a duration from 0"],
    [{ retry: { times: 1, factor: 0 } }, "Trainer/retry/factor: 0 is not a number above 0"],
    [loose({ retrys: 2 }), "Trainer/retrys: there is no such option. Did you mean retry?"],
    [
      { retry: { times: 1, ...loose({ dely: 5 }) } },
      "Trainer/retry/dely: there is no such option. Did you mean delay?",
    ],
    [loose({ reuse: { verson: "2" } }), "Trainer/reuse/verson: there is no such option. Did you mean version?"],
  ])("%j", (policy, refusal) => {
    const issues = issuesOf(() => workflowWith(policy));
    expect(issues).toHaveLength(1);
    expect(issues[0]).toContain(refusal);
  });

  test("with every name that nobody would read", () => {
    expect(issuesOf(() => workflowWith(loose({ retrys: 2, timout: 5 })))).toEqual([
      "Trainer/retrys: there is no such option. Did you mean retry?",
      "Trainer/timout: there is no such option. Did you mean timeout?",
    ]);
  });

  test("but a module of another workflow can be defined again, which has its name beside it", () => {
    const [trainer] = workflowWith({ concurrency: 1, retry: { times: 1 } }).modules;
    expect(
      issuesOf(() => trainer && defineWorkflow("again").module("Trainer", { run: () => 1, ...loose(trainer) })),
    ).toEqual([]);
  });

  test("unless it says nothing unusual", () => {
    expect(issuesOf(() => workflowWith({ concurrency: 1, resources: { gpu: 0, "memory Gb": 0.5 } }))).toEqual([]);
    expect(issuesOf(() => workflowWith({ timeout: "Infinity", retry: { times: 0, delay: 0, factor: 0.5 } }))).toEqual(
      [],
    );
  });
});

describe("a claim that can never be met is refused before anything runs", () => {
  const workflow = workflowWith({ resources: { gpu: 4 } });
  const config = { Trainer: { a: {} } };

  test("because the run has no such resource, and it is said how to give it some", () => {
    expect(issuesOf(() => new Executor({ workflow, config }))).toEqual([
      'Trainer/resources/gpu: the run has no resource of this name. Say how much there is: resources: { "gpu": 4 } as an option, or in the config\'s Executor section.',
    ]);
    expect(issuesOf(() => new Executor({ workflow, config, resources: { gpus: 4 } }))[0]).toContain(
      "Did you mean gpus?",
    );
  });

  test("because it asks for more than there is at all", () => {
    expect(issuesOf(() => new Executor({ workflow, config, resources: { gpu: 2 } }))[0]).toContain(
      "Trainer/resources/gpu: an execution takes 4 of it, and the run has 2",
    );
  });

  test("unless the config gives the run that much; an option wins over it, name by name", () => {
    const written = parseConfigYaml("Executor: {resources: {gpu: 4, disk: 1}}\nTrainer: {a: {}}\n");
    expect(issuesOf(() => new Executor({ workflow, config: written }))).toEqual([]);
    expect(issuesOf(() => new Executor({ workflow, config: written, resources: { disk: 0 } }))).toEqual([]);
    expect(issuesOf(() => new Executor({ workflow, config: written, resources: { gpu: 3 } }))).toHaveLength(1);
  });

  test("as is an amount that is none, in the option and in the config", () => {
    expect(issuesOf(() => new Executor({ workflow, config, resources: { gpu: -4 } }))[0]).toContain(
      "resources/gpu: -4",
    );
    const written = (resources: string) => parseConfigYaml(`Executor: {resources: ${resources}}\nTrainer: {a: {}}\n`);
    expect(issuesOf(() => new Executor({ workflow, config: written("{gpu: many}") }))).toEqual([
      'Executor/resources: gpu: "many" is no amount of a resource. Write a number from 0 to 1000000000.',
    ]);
    expect(issuesOf(() => new Executor({ workflow, config: written("4") }))[0]).toContain(
      "Executor/resources: 4 is not a mapping of resources to amounts",
    );
  });
});
