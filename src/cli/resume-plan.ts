import type { RunState } from "../journal/run-state.ts";
import { experimentKey } from "../workflow/experiment-key.ts";

/** What a resumed run does with an execution, and why. */
export interface ResumeStep {
  readonly key: string;
  /**
   * `keep`: it completed. `retry`: it was in progress when the run was left. `start`: it has not started. `failed`: it
   * failed, and stays so. `skip`: it never runs, because one above failed or the run stops at its first failure.
   */
  readonly action: "keep" | "retry" | "start" | "failed" | "skip";
  /** The attempt it is at, or would be. */
  readonly attempt: number;
  /** Its module has `reuse`: it does not run when the store holds a result made from the same. */
  readonly mayBeReused?: true;
}

/** What becomes of every execution when a run is resumed, in plan order; `hasReuse` says of a module whether it may reuse. */
export const planResume = (state: RunState, hasReuse: (depth: number) => boolean): readonly ResumeStep[] => {
  const stops = state.started?.onFailure === "stop" && state.executions.Failed > 0;
  return Array.from({ length: state.plan.size.executions }, (_, execution): ResumeStep => {
    const { path, depth, experiment } = state.plan.execution(execution);
    const reuse = hasReuse(depth) && ({ mayBeReused: true } as const);
    const [key, attempt] = [experimentKey(path), state.attempt(execution)];
    switch (state.executionState(execution)) {
      case "Completed":
        return { key, action: "keep", attempt };
      case "Failed":
        return { key, action: "failed", attempt };
      case "InProgress":
        return { key, action: "retry", attempt: attempt + 1, ...reuse };
      case "NotStarted": {
        const ends = stops && state.experimentState(experiment) !== "InProgress";
        return ends || state.blockedBy(execution) !== undefined
          ? { key, action: "skip", attempt }
          : { key, action: "start", attempt: 1, ...reuse };
      }
    }
  });
};
