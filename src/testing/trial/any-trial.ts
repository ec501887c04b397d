import * as fc from "fast-check";

import type { ConfigEntries } from "../../workflow/config.ts";
import { planConfig } from "../../workflow/plan.ts";
import { type FaultOptions, unaimedFaults } from "../faults/fault-script.ts";
import type { Trial } from "./trial.ts";

/** What trials are drawn from. */
export interface TrialOptions {
  readonly config: fc.Arbitrary<ConfigEntries>;
  readonly faults: FaultOptions;
  /** The most executions in progress at once. */
  readonly concurrency: number;
  /** The most executions of a plan; larger ones are drawn again. */
  readonly maxExecutions: number;
}

/** Random trials; they shrink to the smallest config, the fewest faults and the plainest order. */
export const anyTrial = ({ config, faults, concurrency, maxExecutions }: TrialOptions): fc.Arbitrary<Trial> =>
  fc
    .record({
      config: config.filter((entries) => planConfig(entries).size.executions <= maxExecutions),
      concurrency: fc.integer({ min: 1, max: concurrency }),
      faults: unaimedFaults(faults),
      interleaving: fc.array(fc.nat({ max: 7 }), { maxLength: 40 }),
    })
    .map(({ faults: unaimed, config: entries, concurrency: workers, interleaving }) => {
      const plan = planConfig(entries);
      return { config: entries, concurrency: workers, faults: unaimed.map((aim) => aim(plan)), interleaving };
    });
