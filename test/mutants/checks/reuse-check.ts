import * as Schema from "effect/Schema";
import * as fc from "fast-check";

import { type ConfigEntries, defineWorkflow, Executor, memoryStore } from "../../../src/index.ts";
import { workflowConfig } from "../../../src/testing/index.ts";
import type { Check } from "./check.ts";
import { counted, findingOf } from "./property-finding.ts";

/** What a run is carried out with that its results depend on. */
interface Given {
  readonly config: ConfigEntries;
  readonly version: string;
  readonly rate: number;
}

const params = Schema.Struct({ n: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1 })) });

/** Each result says all it is made from; the last module reads what its input says nothing of. */
const workflowOf = ({ version, rate }: Pick<Given, "version" | "rate">) =>
  defineWorkflow("reused")
    .module("Loader", { params, reuse: { version }, run: ({ params: { n } }) => ({ n, version }) })
    .module("Rater", { reuse: { dependsOn: { rate } }, run: () => ({ rate }) })
    .module("Reporter", {
      params,
      reuse: { upstream: ["Loader"] },
      run: ({ params: { n }, input, upstream }) => ({ n, ...input.data, of: upstream("Loader").data }),
    });

const given: fc.Arbitrary<Given> = fc.record({
  // Few names, so that runs meet at the same places.
  config: workflowConfig(workflowOf({ version: "1", rate: 0 }), {
    experimentNames: { Loader: ["a", "b"], Rater: ["a"], Reporter: ["a", "b"] },
    maxRepeat: 1,
  }),
  version: fc.constantFrom("1", "2"),
  rate: fc.integer({ min: 0, max: 1 }),
});

const resultsOf = async ({ config, ...made }: Given, kept?: ReturnType<typeof memoryStore>): Promise<string> => {
  const workflow = workflowOf(made);
  const executor = new Executor({ workflow, config, ...(kept && { store: kept }) });
  await executor.run();
  return JSON.stringify(Object.entries(executor.status.getResult()));
};

/** Runs after runs of one store, and each of them alone. */
export const reuseCheck: Check = {
  name: "runs that take over from earlier ones",
  find: (seed) =>
    findingOf(
      {
        law: "a run finds what it would find with nothing to take over",
        values: fc.array(given, { minLength: 1, maxLength: 4 }),
        runs: 120,
        broken: async (runs) => {
          const kept = memoryStore();
          for (const run of runs) {
            const [here, there] = [await resultsOf(run, kept), await resultsOf(run)];
            if (here !== there) return `it found ${here}, after ${there} by itself`;
          }
          return undefined;
        },
        sizeOf: (runs) => counted(runs.length, "run"),
      },
      seed,
    ),
};
