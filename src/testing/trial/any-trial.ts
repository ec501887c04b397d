import * as fc from "fast-check";

import type { ConfigEntries } from "../../workflow/config.ts";
import { type Plan, planConfig } from "../../workflow/plan.ts";
import type { Fault } from "../faults/fault.ts";
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
  /** Whether an earlier run may have left results to take over. */
  readonly reuse: boolean;
}

/** Random trials; they shrink to the smallest config, the fewest faults and the plainest order. */
export const anyTrial = ({ config, faults, concurrency, maxExecutions, reuse }: TrialOptions): fc.Arbitrary<Trial> => {
  const small = config.filter((entries) => planConfig(entries).size.executions <= maxExecutions);
  return fc
    .record(
      {
        config: small,
        concurrency: fc.integer({ min: 1, max: concurrency }),
        faults: unaimedFaults(faults),
        interleaving: fc.array(fc.nat({ max: 7 }), { maxLength: 40 }),
        retain: fc.constant("leaves" as const),
        keepRecords: fc.nat({ max: 20 }),
        earlier: reuse ? fc.option(earlierThan(small), { nil: undefined }) : fc.constant(undefined),
      },
      { requiredKeys: ["config", "concurrency", "faults", "interleaving", "earlier"] },
    )
    .map(aimed);
};

interface DrawnTrial extends Omit<Trial, "faults" | "earlier" | "reuse"> {
  readonly faults: readonly ((plan: Plan) => Fault)[];
  readonly earlier: { readonly config: ConfigEntries | undefined; readonly isUsed: boolean } | undefined;
}

/** Faults are aimed once it is known what there is to hit. */
const aimed = ({ faults, earlier, ...rest }: DrawnTrial): Trial => {
  const plan = planConfig(rest.config);
  const trial = { ...rest, faults: faults.map((aim) => aim(plan)) };
  if (earlier === undefined) return trial;
  const { config = rest.config, isUsed } = earlier;
  return { ...trial, earlier: config, ...(!isUsed && { reuse: false }) };
};

/** What was run before: the same, of which there is most to take over, or something else. */
const earlierThan = (config: fc.Arbitrary<ConfigEntries>) =>
  fc.record({ config: fc.option(config, { nil: undefined, freq: 1 }), isUsed: fc.nat({ max: 3 }).map((n) => n !== 3) });
