import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import type { JournalLog } from "../journal/journal-log.ts";
import type { OwnedRun } from "../store/store.ts";
import type { ResultStoreService } from "../store/result-store.ts";
import { reusePolicyOf } from "../workflow/reuse-policy.ts";
import type { CarryOutSetup } from "./carry-out.ts";
import { type ClaimedRun, claimRun, type RunRefusal } from "./claim-run.ts";
import { ContentRefs } from "./content-refs.ts";
import { ExecutionReuse } from "./execution-reuse.ts";
import type { RunOptions } from "./executor-options.ts";
import { guardedResults } from "./guarded-results.ts";
import { type ParamsFingerprints, paramsFingerprints } from "./params-fingerprints.ts";
import { maskOf } from "../workflow/mask-params.ts";
import type { RunOrigin } from "./reuse.ts";

/** Where the records and results of a run go, and what it takes over. */
export interface KeptRun {
  /** Undefined for a run that is kept in no store: its log in memory is its journal. */
  readonly journal: OwnedRun["journal"] | undefined;
  readonly results: ResultStoreService;
  /** Recorded with a new run. */
  readonly params: ParamsFingerprints | undefined;
  /** The run this one begins from, if it does. */
  readonly origin: RunOrigin | undefined;
  /** Undefined for a run that can take over nothing. */
  readonly reuse: ExecutionReuse | undefined;
}

/** Claims a run in a store, to be kept there until the scope closes; what is on record of it is applied to `log`. */
export const keepRun = (
  store: NonNullable<RunOptions["store"]>,
  setup: CarryOutSetup,
  log: JournalLog,
): Effect.Effect<KeptRun, RunRefusal, Scope.Scope> =>
  Effect.gen(function* () {
    const { runId, way, config, plan, secrets } = setup;
    const params = paramsFingerprints(config, secrets);
    const from = way.kind === "from" ? way : undefined;
    const claimed = yield* claimRun(store, { runId, resumes: way.kind === "resume", plan, params, from }, log);
    const { redaction } = secrets;
    return {
      journal: claimed.journal,
      results: redaction === undefined ? claimed.results : guardedResults(claimed, redaction),
      params,
      origin: claimed.begunFrom?.origin,
      reuse: executionReuse(setup, claimed, log),
    };
  });

/** What decides on reuse in a run; undefined where no module has `reuse` and the run was begun from none. */
const executionReuse = (
  { workflow, plan, modules, secrets, cancellation, options }: CarryOutSetup,
  { begunFrom, findReusable, records, checkpoint }: ClaimedRun,
  { state }: JournalLog,
): ExecutionReuse | undefined => {
  const isAsked = begunFrom !== undefined || modules.some(({ module }) => reusePolicyOf(module.reuse) !== undefined);
  if (!isAsked) return undefined;
  const results = new ContentRefs(modules);
  results.putAll(records, (execution) => state.planned(execution).depth);
  if (checkpoint !== undefined)
    results.orElse((execution) => {
      const record = checkpoint.recordAt(state.recordsOf(execution).last);
      return record?.type === "module.completed" ? record.result : undefined;
    });
  const allowed = options.reuse ?? true;
  const workflowName = workflow.name;
  return new ExecutionReuse({
    workflowName,
    plan,
    modules,
    state,
    cancellation,
    begunFrom,
    findReusable,
    results,
    mask: maskOf(secrets),
    allowed,
  });
};
