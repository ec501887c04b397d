import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import type { ConfigError, StatusError } from "../error.ts";
import type { StoreError, StoreLocked } from "../store-error.ts";
import type { JournalLog } from "../journal/journal-log.ts";
import type { RunId } from "../journal/record.ts";
import { noAnswer } from "../status/no-answer.ts";
import { replay } from "../store/replay.ts";
import type { OwnedRun, StoreService } from "../store/store.ts";
import type { Plan } from "../workflow/plan.ts";
import { loadReuse, type ReuseFrom } from "./load-reuse.ts";
import type { ParamsFingerprints } from "./params-fingerprints.ts";
import type { Reuse } from "./reuse.ts";
import { refuseOther } from "./run-differences.ts";

/** Which run is run: a new one, or an unfinished one of the store. */
export interface RunClaim {
  readonly runId: RunId;
  readonly resumes: boolean;
  readonly plan: Plan;
  readonly params: ParamsFingerprints;
  /** For a new run that begins from another one of the store. */
  readonly from?: ReuseFrom | undefined;
}

/** A run this process owns, and what it may take over from the run it begins from. */
export interface ClaimedRun extends OwnedRun {
  readonly begunFrom?: Reuse;
  readonly findReusable: StoreService["findReusable"];
}

/** Why a run cannot begin, or cannot go on. */
export type RunRefusal = ConfigError | StatusError | StoreError | StoreLocked;

/**
 * Takes a run in the store as its owner, until the scope closes; what it has recorded so far is applied to `log`.
 *
 * A new run must not be there yet. A resumed one must be unfinished, of the same plan, since the journal names executions
 * by their place in it, and of the same params.
 */
export const claimRun = (
  store: Effect.Effect<StoreService, StoreError, Scope.Scope>,
  { runId, resumes, plan, params, from }: RunClaim,
  log: JournalLog,
): Effect.Effect<ClaimedRun, RunRefusal, Scope.Scope> =>
  Effect.gen(function* () {
    const opened = yield* store;
    const owned: ClaimedRun = { ...(yield* opened.own(runId)), findReusable: opened.findReusable };
    owned.follow?.(log.state);
    const isNew = owned.records.length === 0 && owned.checkpoint === undefined;
    if (!resumes) {
      if (!isNew) return yield* taken(runId);
      return from === undefined ? owned : { ...owned, begunFrom: yield* loadReuse(opened, from, plan, params) };
    }
    if (isNew) return yield* unknown(runId);
    yield* replay(runId, owned.records, log, owned.checkpoint);
    if (log.state.state !== "InProgress") return yield* over(runId, log.state.state);
    const refusal = refuseOther(log.state, plan, params);
    return refusal === undefined ? owned : yield* refusal;
  });

const taken = (runId: RunId): StatusError =>
  noAnswer("in-progress", runId, "the store has a run of this id. Resume it, or give the new run another id.");

const over = (runId: RunId, state: string): StatusError =>
  noAnswer("unknown-id", runId, `it is over (${state}); only an unfinished run can be resumed.`);

const unknown = (runId: RunId): StatusError => noAnswer("unknown-id", runId, "the store has no such run.");
