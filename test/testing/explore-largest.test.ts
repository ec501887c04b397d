import { expect, test } from "vitest";

import { describeExploration, exploreRun } from "../../src/testing/index.ts";

// About a minute of one core: 68,865 runs, each as far as one transition.
const longEnough = { timeout: 900_000 };

test(
  "a run of 3 modules with 2 experiments each and 3 workers keeps every invariant, wherever one fault is",
  longEnough,
  () => {
    const found = exploreRun({ modules: 3, experiments: 2, concurrency: 3, faults: 1 });
    console.log(describeExploration(found));
    expect(found.counterexample).toBeUndefined();
    expect(found.complete).toBe(true);
    expect(found.states).toBeGreaterThan(10_000);
  },
);
