import { Effect, type Scope } from "effect";

import { ConfigError, JournalError, StatusError, StoreError, type StoreLocked } from "../error.ts";
import type { JournalLog } from "../journal/journal-log.ts";
import type { RunId } from "../journal/record.ts";
import { inMemoryRun } from "../store/memory-store.ts";
import type { OwnedRun, StoreService } from "../store/store.ts";
import type { Plan } from "../workflow/plan.ts";
import type { ParamsFingerprints } from "./params-fingerprints.ts";

/** Which run is run: a new one, or an unfinished one of the store. */
export interface RunClaim {
  readonly runId: RunId;
  readonly resumes: boolean;
  readonly plan: Plan;
  readonly params: ParamsFingerprints | undefined;
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
  store: Effect.Effect<StoreService, StoreError, Scope.Scope> | undefined,
  { runId, resumes, plan, params }: RunClaim,
  log: JournalLog,
): Effect.Effect<OwnedRun, RunRefusal, Scope.Scope> =>
  Effect.gen(function* () {
    if (store === undefined) return resumes ? yield* noStore(runId) : inMemoryRun();
    const owned = yield* (yield* store).own(runId);
    if (!resumes) return owned.records.length === 0 ? owned : yield* taken(runId);
    if (owned.records.length === 0) return yield* unknown(runId);
    yield* Effect.try({
      try: () => {
        for (const record of owned.records) log.append(record);
      },
      catch: (cause) => damaged(runId, cause),
    });
    if (log.state.state !== "InProgress") return yield* over(runId, log.state.state);
    const difference = differenceOf(log.state.plan, plan) ?? otherParams(plan, log.state.started?.params, params);
    return difference === undefined ? owned : yield* changed(difference);
  });

/** The first way in which a plan differs from the one a run was begun with. */
const differenceOf = (begun: Plan, now: Plan): string | undefined => {
  if (begun.sequence.join("\n") !== now.sequence.join("\n"))
    return `the run was begun with the modules ${begun.sequence.join(", ")}, and now they are ${now.sequence.join(", ")}`;
  for (const [place, { moduleName, experiments }] of begun.modules.entries()) {
    const names = now.modules[place]?.experiments ?? [];
    if (experiments.join("\n") !== names.join("\n"))
      return `the run was begun with ${moduleName}: ${experiments.join(", ")}, and now it is ${names.join(", ")}`;
  }
  return undefined;
};

/** The first experiment whose params are not those the run was begun with; params that hold code are taken on trust. */
const otherParams = (plan: Plan, begun: ParamsFingerprints | undefined, now: ParamsFingerprints | undefined) => {
  for (const [place, { moduleName, experiments }] of plan.modules.entries())
    for (const [n, experimentName] of experiments.entries())
      if (begun?.[place]?.[n] !== now?.[place]?.[n])
        return `the run was begun with other params of ${moduleName}[${experimentName}]`;
  return undefined;
};

const changed = (reason: string): ConfigError =>
  new ConfigError({
    issues: [{ path: [], reason, remedy: "Resume with the config it was begun with, or begin a new run." }],
  });

const taken = (runId: RunId): StatusError =>
  new StatusError({
    reason: "in-progress",
    subject: runId,
    detail: "the store has a run of this id. Resume it, or give the new run another id.",
  });

const over = (runId: RunId, state: string): StatusError =>
  new StatusError({
    reason: "unknown-id",
    subject: runId,
    detail: `it is over (${state}); only an unfinished run can be resumed.`,
  });

const unknown = (runId: RunId): StatusError =>
  new StatusError({ reason: "unknown-id", subject: runId, detail: "the store has no such run." });

const noStore = (runId: RunId): StatusError =>
  new StatusError({
    reason: "unknown-id",
    subject: runId,
    detail: "this executor has no store. Give it the option store.",
  });

const damaged = (runId: RunId, cause: unknown): StoreError =>
  new StoreError({
    reason: "damaged",
    subject: `run ${runId}`,
    detail: `its journal is not legal: ${cause instanceof JournalError ? cause.message : String(cause)}`,
    cause,
  });
