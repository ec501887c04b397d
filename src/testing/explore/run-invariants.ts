import type { StateCounts } from "../../journal/state-tally.ts";
import type { ExploredAttempts } from "./explored-attempts.ts";
import type { ExploredProcess } from "./explored-process.ts";
import type { ExploredShape } from "./explored-shape.ts";
import type { KeptRun } from "./kept-run.ts";
import { inLineOf, limitsAreKept, limitsAreUsed, readyIn } from "./limit-invariants.ts";

/** All that is looked at between two steps. */
export interface ExploredMoment {
  readonly shape: ExploredShape;
  readonly kept: KeptRun;
  /** The process at work; undefined before the run began, and after its process ended. */
  readonly process: ExploredProcess | undefined;
  /** What the policies of its modules make of its calls. */
  readonly attempts: ExploredAttempts;
  /** Executions that ended since the process at work began. */
  readonly ended: readonly number[];
  /** Executions whose module was made to fail. */
  readonly failed: ReadonlySet<number>;
  /** Whether the run was ever cancelled, and whether the process at work was told to. */
  readonly cancelled: boolean;
  readonly isEnding: boolean;
}

/** Something that holds between any two steps of any run; it tells what is wrong when it does not. */
type RunInvariant = (moment: ExploredMoment) => string | undefined;

/** What the executor tells of its run is the fold of what is kept. */
const statusIsFold: RunInvariant = ({ kept: { state }, process }) => {
  if (process === undefined || state.seq === 0) return undefined;
  const told = process.status.getStatusSummary();
  if (process.status.seq !== state.seq)
    return `the status is at record ${process.status.seq}, the journal at ${state.seq}`;
  if (told.state !== state.state) return `the status says that the run is ${told.state}, the journal ${state.state}`;
  return (
    differs("executions", told.executions, state.executions) ??
    differs("experiments", told.experiments, state.experiments)
  );
};

/** Not one more is in progress than there are workers, and not one less than there could be. */
const workersAreBusy: RunInvariant = ({ shape, kept: { state }, process, attempts, ended, isEnding }) => {
  if (process === undefined || process.end !== undefined) return undefined;
  if (process.appending !== undefined) return undefined; // workers wait for it
  const inProgress = [...process.inProgress, ...attempts.waiting];
  const working = inProgress.length;
  if (isEnding) return "the run was cancelled, and is not over";
  if (working === 0) return "the run is not over, and nothing of it is in progress";
  if (working > shape.workers) return `${working} executions are in progress at once, with ${shape.workers} workers`;
  const completed = completedOf(state, ended);
  const limited = { shape, state, working: inProgress, completed };
  if (shape.onFailure === "stop" && state.executions.Failed > 0) return undefined;
  if (shape.limits.length > 0) return limitsAreUsed(limited);
  const most = Math.min(shape.workers, readyIn(shape, state).length);
  return working === most ? undefined : `${working} executions are in progress, and ${most} could be`;
};

/** No limit is exceeded, not for the time of an append either. */
const limitsAreRespected: RunInvariant = ({ shape, process, attempts }) =>
  process && limitsAreKept(shape, [...process.inProgress, ...attempts.waiting]);

/** Its clock is asked for what its calls and waits need, and for nothing else: none ends early, late or never. */
const timersAreExact: RunInvariant = ({ process, attempts, isEnding }) => {
  if (process === undefined || process.end !== undefined || isEnding) return undefined;
  const [set, due] = [process.wakesAtMs, attempts.timers.map(({ dueMs }) => dueMs)].map((times) =>
    times.map((ms) => ms - process.nowMs).toSorted((one, other) => one - other),
  );
  return String(set) === String(due)
    ? undefined
    : `timers run out in ${String(set) || "no"} ms; calls and waits in ${String(due) || "no"} ms`;
};

/** What the run's promise tells is what is kept. */
const outcomeIsFold: RunInvariant = ({ kept: { state }, process }) => {
  if (process?.end?.kind !== "outcome") return undefined;
  const { outcome } = process.end;
  if (outcome.state !== state.state) return `the outcome is ${outcome.state}, and the run is ${state.state}`;
  if (outcome.blocked !== state.blocked) return `the outcome tells of ${outcome.blocked} blocked, not ${state.blocked}`;
  return (
    differs("executions", outcome.executions, state.executions) ??
    differs("experiments", outcome.experiments, state.experiments)
  );
};

/** The machines of the run, its experiments and its modules are where the journal says, each having taken all it was sent. */
const actorsAreFold: RunInvariant = ({ shape, kept: { state }, process, attempts, ended }) => {
  const run = process?.actors.run;
  if (process === undefined || run === undefined || process.end?.kind === "rejected") return undefined;
  if (process.appending !== undefined) return undefined; // they are told afterwards
  if (run.value !== state.state) return `the run machine is ${String(run.value)}, and the run is ${state.state}`;
  const { completed, failed } = run.context;
  const { Completed, Failed } = state.experiments;
  if (completed !== Completed || failed !== Failed)
    return `the run machine counted ${completed} completed and ${failed} failed experiments; on record are ${Completed} and ${Failed}`;
  const { experiments, modules } = process.actors;
  const working = process.inProgress.length + attempts.waiting.length;
  const following = working + inLineOf(shape, state, completedOf(state, ended)).length;
  if (modules.InProgress !== working || experiments.InProgress !== following)
    return `${modules.InProgress} module machines and ${experiments.InProgress} experiment machines are InProgress, and ${working} modules are`;
  if (modules.NotStarted > 0 || experiments.NotStarted > 0) return "a machine was made and never started";
  return undefined;
};

/** In a run that is over, each execution completed, or failed because it was made to, or never ran for a reason on record. */
const endsAreExplained: RunInvariant = ({ shape, kept: { state }, failed, cancelled }) => {
  if (state.state !== "Completed" && state.state !== "Failed") return undefined;
  const reason = state.failure?.reason;
  const leftUndone = reason === "cancelled" || (reason === "stopped" && shape.onFailure === "stop");
  for (const [execution, label] of shape.labels.entries()) {
    const now = state.executionState(execution);
    if (now === "InProgress") return `${label} is in progress in a run that is over`;
    if (now === "Failed" && !failed.has(execution) && !cancelled) return `${label} failed, and nothing made it`;
    if (now === "NotStarted" && !leftUndone && state.blockedBy(execution) === undefined)
      return `${label} never ran, and nothing on record says why`;
  }
  return undefined;
};

/** Each completed execution has a result, and it is its own. */
const resultsAreTheirOwn: RunInvariant = ({ shape, kept }) => {
  for (const [execution, label] of shape.labels.entries()) {
    if (kept.state.executionState(execution) !== "Completed") continue;
    const result = kept.result(execution);
    if (result === undefined) return `${label} completed, and its result is not kept`;
    if (result.data !== label) return `the result of ${label} is that of ${String(result.data)}`;
  }
  return undefined;
};

const runInvariants: readonly RunInvariant[] = [
  statusIsFold,
  limitsAreRespected,
  workersAreBusy,
  timersAreExact,
  outcomeIsFold,
  actorsAreFold,
  endsAreExplained,
  resultsAreTheirOwn,
];

/** What is wrong at this moment, if anything. */
export const brokenInvariant = (moment: ExploredMoment): string | undefined => {
  for (const invariant of runInvariants) {
    const broken = invariant(moment);
    if (broken !== undefined) return broken;
  }
  return undefined;
};

const completedOf = (state: KeptRun["state"], ended: readonly number[]): readonly number[] =>
  ended.filter((execution) => state.executionState(execution) === "Completed");

const differs = (what: string, told: Readonly<StateCounts>, kept: Readonly<StateCounts>): string | undefined =>
  inWords(told) === inWords(kept) ? undefined : `${what} are told as ${inWords(told)}; on record are ${inWords(kept)}`;

const inWords = ({ NotStarted, InProgress, Completed, Failed }: Readonly<StateCounts>): string =>
  `${NotStarted} not started, ${InProgress} in progress, ${Completed} completed, ${Failed} failed`;
