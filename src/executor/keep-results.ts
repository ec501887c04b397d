import { StoredValueError } from "../store-error.ts";
import type { RunState } from "../journal/run-state.ts";
import type { ResultStoreService } from "../store/result-store.ts";

/**
 * Takes results that an earlier process stored into memory, before the store is closed: after a resumed run the same
 * results can be asked for as after any other. O(plan).
 */
export const keepResults = (state: RunState, results: ResultStoreService, retain: "all" | "leaves"): void => {
  const last = state.plan.modules.length - 1;
  for (let execution = 0; execution < state.plan.size.executions; execution++)
    if (state.executionState(execution) === "Completed")
      if (retain === "all" || state.planned(execution).depth === last) keep(results, execution);
};

/** A result that is damaged cannot be kept: asked for later, it is not there. */
const keep = (results: ResultStoreService, execution: number): void => {
  try {
    results.get(execution);
  } catch (thrown) {
    if (!(thrown instanceof StoredValueError)) throw thrown;
  }
};
