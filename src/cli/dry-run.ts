import { Effect } from "effect";

import { Executor } from "../executor/executor.ts";
import { loadReuse, type ReuseFrom } from "../executor/load-reuse.ts";
import { paramsFingerprints } from "../executor/params-fingerprints.ts";
import { prepareModules } from "../executor/prepare-modules.ts";
import { refuseOther } from "../executor/run-differences.ts";
import { findSecrets } from "../executor/run-secrets.ts";
import { JournalLog } from "../journal/journal-log.ts";
import type { JournalRecord, RunId } from "../journal/record.ts";
import { replay } from "../store/replay.ts";
import { decodeConfig } from "../workflow/config.ts";
import { loadConfig } from "./load-config.ts";
import { loadWorkflow } from "./load-workflow.ts";
import { openStore } from "./open-store.ts";
import { planResume } from "./resume-plan.ts";
import { type ReuseStep, planReuse } from "./reuse-plan.ts";
import { startFailure } from "./start-failure.ts";

/** What a run is to be made from. */
interface Given {
  readonly workflow: string;
  readonly config: string;
  readonly petsard: boolean;
}

/** A run of the store, as far as it was recorded. */
interface KeptRun {
  readonly runId: RunId;
  readonly records: readonly JournalRecord[];
}

/** What resuming a run would do, without doing it; refuses what resuming it would refuse. */
export const dryRun = Effect.fnUntraced(function* (given: Given, { runId, records }: KeptRun) {
  const { plan, params } = yield* planOf(given);
  const { state } = yield* replay(runId, records, new JournalLog({ records: 0 }));
  const refusal = refuseOther(state, plan, params);
  if (refusal !== undefined) return yield* refusal;
  return planResume(state);
});

/** A new run that begins from an earlier one, without running it: where it begins, and what becomes of every execution. */
export const dryRunFrom = Effect.fnUntraced(function* (given: Given & { readonly store: string }, from: ReuseFrom) {
  const { plan, params } = yield* planOf(given);
  const reuse = yield* loadReuse(yield* openStore(given.store), from, plan, params);
  const steps: readonly ReuseStep[] = planReuse(plan, reuse);
  return { origin: reuse.origin, steps };
});

const planOf = Effect.fnUntraced(function* (given: Given) {
  const { workflow, layer, secrets } = yield* loadWorkflow(given.workflow);
  const document = yield* loadConfig(given.config, given.petsard);
  const { plan, config } = yield* Effect.try({
    try: () => ({
      plan: new Executor({ workflow, layer, config: document, secrets }).plan,
      config: decodeConfig(document),
    }),
    catch: startFailure,
  });
  const prepared = yield* prepareModules(workflow.modules, config, findSecrets(config, secrets));
  return { plan, params: paramsFingerprints(config, findSecrets(config, secrets, prepared)) };
});
