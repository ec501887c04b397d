import type { LifecycleState } from "../../../machines/lifecycle.ts";
import type { Move } from "../chart/taken-edges.ts";
import type { RunFold } from "../protocol/run-fold.ts";

/** How the machine of the run came into its state; undefined of one that did not begin. */
export const lastMoveOfRun = ({ state }: RunFold): Move | undefined =>
  moveTo("run", state, "run.start", state === "InProgress" ? "NotStarted" : "InProgress", "run.end");

/** As {@link lastMoveOfRun}, of an experiment: it fails with an execution on its path, or is cancelled. */
export const lastMoveOfExperiment = (fold: RunFold, experiment: number): Move | undefined => {
  const state = fold.experimentState(experiment);
  const failed = state === "Failed" && !hasFailure(fold, experiment) ? "experiment.cancel" : "module.fail";
  return moveTo(
    "experiment",
    state,
    "experiment.start",
    state === "InProgress" ? "NotStarted" : "InProgress",
    state === "Failed" ? failed : "module.complete",
  );
};

/** As {@link lastMoveOfRun}, of an execution. */
export const lastMoveOfExecution = (fold: RunFold, execution: number): Move | undefined => {
  const state = fold.executionState(execution);
  const isRetry = state === "InProgress" && (fold.attempts[execution] ?? 0) > 1;
  return moveTo(
    "module",
    state,
    isRetry ? "module.retry" : "module.start",
    state === "InProgress" && !isRetry ? "NotStarted" : "InProgress",
    state === "Failed" ? "module.fail" : "module.complete",
  );
};

const moveTo = (
  machine: string,
  state: LifecycleState,
  start: string,
  before: LifecycleState,
  end: string,
): Move | undefined =>
  state === "NotStarted"
    ? undefined
    : { event: state === "InProgress" ? start : end, before: [machine, `${machine}.${before}`] };

const hasFailure = (fold: RunFold, experiment: number): boolean => {
  const { plan } = fold;
  for (let at = plan.indexOf(plan.experiment(experiment).path); at !== undefined; at = plan.execution(at).parent)
    if (fold.executionState(at) === "Failed") return true;
  return false;
};
