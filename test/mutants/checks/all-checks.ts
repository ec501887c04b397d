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
  storeCheck,
];
