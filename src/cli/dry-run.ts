import * as Effect from "effect/Effect";

import { Executor } from "../executor/executor.ts";
import type { ReuseFrom } from "../executor/load-reuse.ts";
import { paramsFingerprints } from "../executor/params-fingerprints.ts";
import { planReuse } from "../executor/plan-reuse.ts";
import { prepareModules } from "../executor/prepare-modules.ts";
import { refuseOther } from "../executor/run-differences.ts";
import { findSecrets } from "../executor/run-secrets.ts";
import { JournalLog } from "../journal/journal-log.ts";
import type { RunId } from "../journal/record.ts";
import { replay } from "../store/replay.ts";
import { runSoFar } from "../store/sqlite/checkpoint/run-so-far.ts";
import { decodeConfig } from "../workflow/config.ts";
import { reusePolicyOf } from "../workflow/reuse-policy.ts";
import { loadConfig } from "./load-config.ts";
import { loadWorkflow } from "./load-workflow.ts";
import { openStore } from "./open-store.ts";
import { planResume } from "./resume-plan.ts";
import { maskOf } from "../workflow/mask-params.ts";
import { startFailure } from "./start-failure.ts";

/** What a run is to be made from. */
export interface DryRunGiven {
  readonly workflow: string;
  readonly config: string;
  readonly petsard: boolean;
}

/** What resuming a run would do, without doing it; refuses what resuming it would refuse. */
export const dryRun = Effect.fnUntraced(function* (
  given: DryRunGiven & { readonly store: string; readonly noReuse: boolean },
  runId: RunId,
) {
  const { plan, params, modules } = yield* planOf(given);
  const { records, checkpoint } = yield* Effect.scoped(runSoFar(given.store, runId));
  const { state } = yield* replay(runId, records, new JournalLog({ records: 0 }), checkpoint);
  const refusal = refuseOther(state, plan, params);
  if (refusal !== undefined) return yield* refusal;
  const hasReuse = (depth: number): boolean => reusePolicyOf(modules[depth]?.module.reuse) !== undefined;
  return planResume(state, (depth) => !given.noReuse && hasReuse(depth));
});

/** A new run that begins from an earlier one, without running it: what becomes of every execution, and why. */
export const dryRunFrom = Effect.fnUntraced(function* (
  given: DryRunGiven & { readonly store: string; readonly noReuse: boolean },
  from: ReuseFrom,
) {
  const planned = yield* planOf(given);
  const store = yield* openStore(given.store);
  return yield* planReuse({ ...planned, store, from, allowed: !given.noReuse });
});

/** Everything that a run would be made from, as the run itself makes it. */
const planOf = Effect.fnUntraced(function* (given: DryRunGiven) {
  const { workflow, layer, secrets: options } = yield* loadWorkflow(given.workflow);
  const document = yield* loadConfig(given.config, given.petsard);
  const { plan, config } = yield* Effect.try({
    try: () => ({
      plan: new Executor({ workflow, layer, config: document, secrets: options }).plan,
      config: decodeConfig(document),
    }),
    catch: startFailure,
  });
  const written = findSecrets(config, options);
  const modules = yield* prepareModules(workflow.modules, config, written);
  const secrets = written.and(modules);
  const params = paramsFingerprints(config, secrets);
  return { workflowName: workflow.name, plan, modules, params, mask: maskOf(secrets) };
});
