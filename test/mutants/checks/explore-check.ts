import { exploreRun, type ExploreOptions } from "../../../src/testing/index.ts";
import type { Check } from "./check.ts";
import { counted } from "./property-finding.ts";

/** Every order of a small run, with a fault at every place. */
export const exploreCheck = (name: string, options: ExploreOptions): Check => ({
  name,
  find: async () => {
    const { states, counterexample } = exploreRun(options);
    if (counterexample === undefined) return undefined;
    const { broken, trace } = counterexample;
    return { law: "nothing is wrong in any state", found: broken, runs: states, size: counted(trace.length, "step") };
  },
});
