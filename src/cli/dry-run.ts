import { Effect } from "effect";

import { Executor } from "../executor/executor.ts";
import { loadReuse, type ReuseFrom } from "../executor/load-reuse.ts";
import { paramsFingerprints } from "../executor/params-fingerprints.ts";
import { prepareModules } from "../executor/prepare-modules.ts";
import { refuseOther } from "../executor/run-differences.ts";
import { findSecrets } from "../executor/run-secrets.ts";
import { JournalLog } from "../journal/journal-log.ts";
import type { JournalRecord } from "../journal/record.ts";
import { decodeConfig } from "../workflow/config.ts";
import { loadConfig } from "./load-config.ts";
import { loadWorkflow } from "./load-workflow.ts";
import { openStore } from "./open-store.ts";
import { type ResumeStep, planResume } from "./resume-plan.ts";
import { type ReuseStep, planReuse } from "./reuse-plan.ts";
import { startFailure } from "./start-failure.ts";

/** What a run is to be made from. */
interface Given {
  readonly workflow: string;
  readonly config: string;
  readonly petsard: boolean;
}

/** What resuming a run would do, without doing it; refuses what resuming it would refuse. */
export const dryRun = Effect.fnUntraced(function* (given: Given, records: readonly JournalRecord[]) {
  const { plan, params } = yield* planOf(given);
  return yield* Effect.try({
    try: (): readonly ResumeStep[] => {
      const log = new JournalLog({ records: 0 });
      for (const record of records) log.append(record);
      const refusal = refuseOther(log.state, plan, params);
      if (refusal !== undefined) throw refusal;
      return planResume(log.state);
    },
    catch: startFailure,
  });
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
