import * as fc from "fast-check";

import { checkOptions } from "../../workflow/check-options.ts";
import { checkWord } from "../../workflow/check-word.ts";
import { experimentKey } from "../../workflow/experiment-key.ts";
import type { Plan } from "../../workflow/plan.ts";
import { type Fault, type FaultKind, faultKinds, type FaultyAttempts } from "./fault.ts";
import { garbageKinds } from "./garbage-value.ts";
import { thrownKinds } from "./thrown-value.ts";

/** Everything that goes wrong in one run. */
export type FaultScript = readonly Fault[];

/** Which faults are drawn. */
export interface FaultOptions {
  /** Kinds of faults. Default: all. */
  readonly kinds?: readonly FaultKind[];
  /** The most faults of one run. Default 3. */
  readonly most?: number;
}

/** A fault that is not aimed at an execution, or record, of a plan yet. */
export type UnaimedFault = (plan: Plan) => Fault;

/**
 * Random faults of a run with this plan; it shrinks to fewer, plainer and earlier ones.
 *
 * @example
 * ```ts
 * import * as fc from "fast-check";
 *
 * const plan = planConfig({ Loader: { adult: {} }, Scorer: { mean: {}, median: {} } });
 * const scripts = fc.sample(faultScript(plan, { kinds: ["hang"], most: 1 }), 20);
 * scripts.every((script) => script.every(({ kind }) => kind === "hang")); // => true
 * ```
 */
export const faultScript = (plan: Plan, options: FaultOptions = {}): fc.Arbitrary<FaultScript> => {
  checkOptions("faultScript", options, "kinds most");
  for (const kind of options.kinds ?? []) checkWord("faultScript", "kinds", kind, faultKinds);
  return unaimedFaults(options).map((faults) => faults.map((aim) => aim(plan)));
};

/** Random faults for whatever plan: drawn beside a config, so that both shrink. */
export const unaimedFaults = ({ kinds = faultKinds, most = 3 }: FaultOptions): fc.Arbitrary<readonly UnaimedFault[]> =>
  kinds.length === 0 ? fc.constant([]) : fc.array(fc.oneof(...kinds.map(unaimed)), { maxLength: most });

const attempts = fc.constantFrom<FaultyAttempts[]>("every", "first");

const unaimed = (kind: FaultKind): fc.Arbitrary<UnaimedFault> => {
  switch (kind) {
    case "throw":
    case "reject":
      return atExecution({ thrown: fc.constantFrom(...thrownKinds) }, (at, rest) => ({ kind, ...at, ...rest }));
    case "garbage":
      return atExecution({ returned: fc.constantFrom(...garbageKinds) }, (at, rest) => ({ kind, ...at, ...rest }));
    case "slow":
      return atExecution({ byMs: fc.integer({ min: 1, max: 10_000 }) }, (at, rest) => ({ kind, ...at, ...rest }));
    case "hang":
    case "mutate":
      return atExecution({}, (at) => ({ kind, ...at }));
    case "cancel":
    case "observer":
    case "crash":
    case "refuse":
      // Drawn as a share of the longest journal that a run of the plan may well have.
      return fc.nat({ max: 999 }).map((place) => (plan) => ({
        kind,
        record: 1 + Math.floor((place / 1000) * (2 + 3 * plan.size.executions)),
      }));
  }
};

const atExecution = <Rest extends object>(
  rest: { readonly [Key in keyof Rest]: fc.Arbitrary<Rest[Key]> },
  make: (at: { readonly at: string; readonly attempts: FaultyAttempts }, rest: Rest) => Fault,
): fc.Arbitrary<UnaimedFault> =>
  fc.tuple(fc.nat({ max: 999 }), attempts, fc.record<Rest>(rest)).map(([place, which, drawn]) => (plan) => {
    const execution = Math.floor((place / 1000) * plan.size.executions);
    return make({ at: experimentKey(plan.execution(execution).path), attempts: which }, drawn);
  });
