import { Effect } from "effect";

import { refuseOther } from "../executor/claim-run.ts";
import { Executor } from "../executor/executor.ts";
import { paramsFingerprints } from "../executor/params-fingerprints.ts";
import { JournalLog } from "../journal/journal-log.ts";
import type { JournalRecord } from "../journal/record.ts";
import { decodeConfig } from "../workflow/config.ts";
import { loadConfig } from "./load-config.ts";
import { loadWorkflow } from "./load-workflow.ts";
import { type ResumeStep, planResume } from "./resume-plan.ts";
import { startFailure } from "./start-failure.ts";

/** What resuming a run would do, without doing it; refuses what resuming it would refuse. */
export const dryRun = Effect.fnUntraced(function* (
  given: { readonly workflow: string; readonly config: string; readonly petsard: boolean },
  records: readonly JournalRecord[],
) {
  const { workflow, layer } = yield* loadWorkflow(given.workflow);
  const config = yield* loadConfig(given.config, given.petsard);
  return yield* Effect.try({
    try: (): readonly ResumeStep[] => {
      const { plan } = new Executor({ workflow, layer, config });
      const log = new JournalLog({ records: 0 });
      for (const record of records) log.append(record);
      const refusal = refuseOther(log.state, plan, paramsFingerprints(decodeConfig(config)));
      if (refusal !== undefined) throw refusal;
      return planResume(log.state);
    },
    catch: startFailure,
  });
});
