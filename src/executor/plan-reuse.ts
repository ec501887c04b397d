import * as Effect from "effect/Effect";

import type { StatusError } from "../error.ts";
import type { StoreError } from "../store-error.ts";
import type { ReuseReason } from "../journal/reuse-decision.ts";
import type { SchemaFingerprint } from "../schema/fingerprint-schema.ts";
import type { StoreService } from "../store/store.ts";
import { experimentKey } from "../workflow/experiment-key.ts";
import { reusePolicyOf } from "../workflow/reuse-policy.ts";
import { Cancellation } from "./cancellation.ts";
import { ContentRefs } from "./content-refs.ts";
import { ExecutionReuse, type ExecutionReuseSetup } from "./execution-reuse.ts";
import { loadReuse, type ReuseFrom } from "./load-reuse.ts";
import type { ParamsFingerprints } from "./params-fingerprints.ts";
import type { RunOrigin } from "./reuse.ts";

/** What a run is to be made from, and where it begins. */
export interface ReusePlanSetup extends Pick<
  ExecutionReuseSetup,
  "workflowName" | "plan" | "modules" | "mask" | "allowed"
> {
  readonly params: ParamsFingerprints;
  readonly store: StoreService;
  readonly from: ReuseFrom;
}

/**
 * What becomes of an execution of a run that begins from an earlier one, and why. `undecided`: its module has `reuse`, and
 * what it is made from is not known before the execution above it has run.
 */
export interface ReuseStep {
  readonly key: string;
  readonly action: "reuse" | "run" | "undecided";
  readonly why: ReuseReason;
}

/** What would become of every execution of a run that begins from an earlier one, in plan order. */
export interface ReusePlan {
  readonly origin: RunOrigin;
  readonly steps: readonly ReuseStep[];
}

/**
 * Plans a run that begins from an earlier one, without running it: asks what the run itself would ask, execution by
 * execution, so that the two cannot disagree. What modules with `reuse` depend on is asked too.
 */
export const planReuse = (setup: ReusePlanSetup): Effect.Effect<ReusePlan, StatusError | StoreError> =>
  Effect.gen(function* () {
    const { plan, modules, params, store, from, allowed } = setup;
    const begunFrom = yield* loadReuse(store, from, plan, params);
    /** Of each execution that is taken over, the schema that it put out. */
    const taken = new Map<number, SchemaFingerprint | null>();
    const reuse = new ExecutionReuse({
      ...setup,
      state: { schemaAfter: (execution) => taken.get(execution) ?? null },
      cancellation: new Cancellation(),
      begunFrom,
      findReusable: store.findReusable,
      results: new ContentRefs(modules),
    });
    const steps: ReuseStep[] = [];
    for (let execution = 0; execution < plan.size.executions; execution++) {
      const { parent, depth, path, experiment } = plan.execution(execution);
      const key = experimentKey(path);
      if (parent !== undefined && !taken.has(parent)) {
        const mayBeReused = allowed && reusePolicyOf(modules[depth]?.module.reuse) !== undefined;
        steps.push({ key, action: mayBeReused ? "undecided" : "run", why: { kind: "above" } });
        continue;
      }
      const decided = yield* reuse.decide(plan.chain(experiment), depth);
      if (decided.kind === "take") {
        taken.set(execution, decided.record.schemaAfter);
        reuse.resultKept(execution, depth, decided.record.result);
      }
      const why = decided.decision?.why ?? { kind: "new" };
      steps.push({ key, action: decided.kind === "take" ? "reuse" : "run", why });
    }
    return { origin: begunFrom.origin, steps };
  });
