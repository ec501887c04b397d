import { Effect, type Scope } from "effect";

import { ConfigError, JournalError, StatusError, StoreError, type StoreLocked } from "../error.ts";
import type { JournalLog } from "../journal/journal-log.ts";
import type { RunId } from "../journal/record.ts";
import type { RunState } from "../journal/run-state.ts";
import { inMemoryRun } from "../store/memory-store.ts";
import type { OwnedRun, StoreService } from "../store/store.ts";
import type { Plan } from "../workflow/plan.ts";
import type { ParamsFingerprints } from "./params-fingerprints.ts";
import { Reuse } from "./reuse.ts";

/** Which run is run: a new one, or an unfinished one of the store. */
export interface RunClaim {
  readonly runId: RunId;
  readonly resumes: boolean;
  readonly plan: Plan;
  readonly params: ParamsFingerprints | undefined;
  /** For a new run that begins from another one of the store; without a seq, from its last record. */
  readonly from?: { readonly runId: RunId; readonly seq?: number } | undefined;
}

/** A run this process owns, and what it may take over from the run it begins from. */
export interface ClaimedRun extends OwnedRun {
  readonly reuse?: Reuse;
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
  { runId, resumes, plan, params, from }: RunClaim,
  log: JournalLog,
): Effect.Effect<ClaimedRun, RunRefusal, Scope.Scope> =>
  Effect.gen(function* () {
    if (store === undefined)
      return resumes || from !== undefined ? yield* noStore(from?.runId ?? runId) : inMemoryRun();
    const opened = yield* store;
    const owned = yield* opened.own(runId);
    if (!resumes) {
      if (owned.records.length > 0) return yield* taken(runId);
      return from === undefined ? owned : { ...owned, reuse: yield* reuseOf(opened, from, plan, params ?? []) };
    }
    if (owned.records.length === 0) return yield* unknown(runId);
    yield* Effect.try({
      try: () => {
        for (const record of owned.records) log.append(record);
      },
      catch: (cause) => damaged(runId, cause),
    });
    if (log.state.state !== "InProgress") return yield* over(runId, log.state.state);
    const refusal = refuseOther(log.state, plan, params);
    return refusal === undefined ? owned : yield* refusal;
  });

/** Why a run cannot go on with this plan and params; undefined when it was begun with the same. */
export const refuseOther = (
  begun: RunState,
  plan: Plan,
  params: ParamsFingerprints | undefined,
): ConfigError | undefined => {
  const difference = differenceOf(begun.plan, plan) ?? otherParams(plan, begun.started?.params, params);
  return difference === undefined ? undefined : changed(difference);
};

/** What a new run may take over from another one, as that was at one of its records. */
const reuseOf = (
  store: StoreService,
  { runId, seq }: NonNullable<RunClaim["from"]>,
  plan: Plan,
  params: ParamsFingerprints,
): Effect.Effect<Reuse, RunRefusal> =>
  Effect.gen(function* () {
    const records = yield* store.records(runId);
    const last = seq ?? records.length;
    if (!Number.isInteger(last) || last < 1 || last > records.length)
      return yield* noRecord(runId, last, records.length);
    const results = yield* store.results(runId);
    return yield* Effect.try({
      try: () => new Reuse({ origin: { runId, seq: last }, records, results, plan, params }),
      catch: (cause) => damaged(runId, cause),
    });
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

const noRecord = (runId: RunId, seq: number, records: number): StatusError =>
  new StatusError({
    reason: "unknown-id",
    subject: `${runId}:${seq}`,
    detail: `the run has the records 1 to ${records}.`,
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
