import type { RunFold } from "../protocol/run-fold.ts";
import type { ComparedRun } from "./compare-runs.ts";

/** A run as it stands at the record its fold was moved to. */
export const comparedFold = (fold: RunFold): ComparedRun => ({
  plan: fold.plan,
  side: (execution) => {
    const state = fold.executionState(execution);
    const ended = state === "Completed" || state === "Failed" ? fold.run.row(fold.lastSeq[execution] ?? 1) : undefined;
    const durationMs = ended?.flagged === true ? undefined : ended?.durationMs;
    return { execution, state, durationMs, after: ended?.after };
  },
});
