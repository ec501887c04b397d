import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  type Engine,
  Executor,
  fromFile,
  type ModuleType,
  type Status,
  type WorkflowDefinition,
} from "../../src/index.ts";
import type { ConfigEntries } from "../../src/workflow/config.ts";
import type { AnyModule } from "../../src/workflow/module.ts";
import { findings, withoutTime } from "../executor/normalise.ts";
import { randomWorkflow, type RandomWorkflow } from "../executor/workflow-arbitrary.ts";
import { deedsExecutor } from "./run-deeds.ts";
import { sharedThreads } from "./shared-threads.ts";

let threads: Awaited<ReturnType<typeof sharedThreads>>;
beforeAll(async () => {
  threads = await sharedThreads(2);
});
afterAll(() => threads.end());

const file = new URL("fixtures/behave.ts", import.meta.url);

/** Runs a random workflow whose modules are all given by file. */
const run = async (
  { modules, behaviours, retain }: RandomWorkflow,
  concurrency: number,
  engine: Engine | undefined,
): Promise<Status> => {
  const config: ConfigEntries = modules.map(({ moduleName, experiments }) => [
    moduleName,
    experiments.map((name) => [name, { behaviours }]),
  ]);
  Reflect.set(globalThis, "runsInMainThread", engine === undefined);
  // The types of a random workflow are nobody's.
  const module = fromFile(file) as unknown as AnyModule["run"];
  const workflow: WorkflowDefinition<readonly ModuleType[], never> = {
    name: "random",
    modules: modules.map(({ moduleName }) => ({ moduleName, params: undefined, run: module })),
  };
  const executor = new Executor({
    workflow,
    config,
    concurrency,
    retain,
    runId: "random",
    ...(engine && { engine }),
  });
  await executor.run();
  return executor.status;
};

describe("a run in worker threads", () => {
  test("has the journal it has in the main thread, but for its times", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        const inMain = await run(random, 1, undefined);
        const inThreads = await run(random, 1, threads.engine);
        expect(withoutTime(inThreads.records)).toEqual(withoutTime(inMain.records));
        expect(inThreads.getResult()).toEqual(inMain.getResult());
      }),
      { numRuns: 60 },
    );
  });

  test("finds out the same with several at once", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        const inMain = await run(random, 1, undefined);
        const inThreads = await run(random, 3, threads.engine);
        expect(findings(inThreads)).toEqual(findings(inMain));
        expect(inThreads.getResult()).toEqual(inMain.getResult());
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    ["its arguments", { args: { do: "args", n: [1, { two: new Date(2) }] } }, {}],
    ["steps, and failed ones", { steps: { do: "steps" } }, {}],
    ["a step with a name that is taken", { own: { do: "ownStepName" } }, {}],
    ["an annotation with a name that is taken", { own: { do: "ownContext" } }, {}],
    ["a result it asks for that is not there", { un: { do: "unknownUpstream" } }, {}],
    ["an error with a cause and data", { throws: { do: "throws" } }, {}],
    ["an error that is retried", { throws: { do: "throws", aggregate: true } }, { retry: { times: 2 } }],
    ["its very input", { same: { do: "sameInput" } }, {}],
    ["its very input, which holds memory", { same: { do: "sameInput" } }, { loaded: { ids: Float64Array.of(1) } }],
    ["an Effect, which it may not", { effect: { do: "effect" } }, {}],
  ])("and tells of %s as the main thread does", async (_, params, options) => {
    const tell = async (engine: Engine | undefined): Promise<unknown> => {
      const executor = deedsExecutor(params, { ...options, ...(engine && { engine }) });
      await executor.run();
      return [withoutTime(executor.status.records), executor.getResult()];
    };
    const inMain = await tell(undefined);
    expect(await tell(threads.engine)).toEqual(inMain);
    expect(JSON.stringify(inMain)).toContain("Deed");
  });
});
