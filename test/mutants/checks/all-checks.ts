import type { Check } from "./check.ts";
import { exploreCheck } from "./explore-check.ts";
import { keepingCheck } from "./keeping-check.ts";
import { limitedCheck } from "./limited-check.ts";
import { machineCheck } from "./machine-check.ts";
import { reuseCheck } from "./reuse-check.ts";
import { sampleCheck } from "./sample-check.ts";
import { storeCheck } from "./store-check.ts";
import { valueChecks } from "./value-checks.ts";

/** The whole kit, cheapest parts first. */
export const allChecks: readonly Check[] = [
  ...valueChecks,
  machineCheck,
  reuseCheck,
  sampleCheck,
  limitedCheck,
  keepingCheck,
  exploreCheck("every order of 2 × 2, with a fault", { modules: 2, experiments: 2, concurrency: 2, faults: 1 }),
  exploreCheck("every order of 2 × 1, with two faults", { modules: 2, experiments: [2, 1], concurrency: 2, faults: 2 }),
  exploreCheck("every order of a run that stops", {
    modules: 2,
    experiments: [2, 1],
    concurrency: 1,
    faults: 2,
    onFailure: "stop",
  }),
  exploreCheck("every order of a run with limits", {
    modules: 2,
    experiments: 2,
    concurrency: 3,
    faults: 1,
    policies: [{ resources: { gpu: 1 } }, { resources: { gpu: 2 } }],
    resources: { gpu: 3 },
  }),
  // Large claims before small ones, and work that takes nothing: the nearest states of many.
  exploreCheck("every order of a line at a limit", {
    modules: 3,
    experiments: [4, 1, 2],
    concurrency: 4,
    policies: [{ resources: { gpu: 2 } }, { resources: { gpu: 1 } }, {}],
    resources: { gpu: 3 },
    maxStates: 200,
  }),
  exploreCheck("every order of a run with retries and timeouts", {
    modules: 1,
    experiments: 2,
    concurrency: 2,
    faults: 2,
    policies: { retry: { times: 1, delay: 5 }, timeout: 10 },
  }),
  exploreCheck("every order of waits that grow", {
    modules: 1,
    experiments: 1,
    concurrency: 1,
    faults: 3,
    policies: { retry: { times: 2, delay: 5, factor: 2 } },
  }),
  storeCheck,
];
