import { type LifecycleState, lifecycleStates } from "../../../machines/lifecycle.ts";
import type { Counts } from "../protocol/run-fold.ts";

/** Counts of the states of any stretch of executions in pre-order, which is what a subtree is; O(1) each. */
export interface StateSums {
  /** Of the executions from `first` to before `end`. */
  readonly counts: (first: number, end: number) => Counts;
  /** The state a reader wants to know of them: failed wins, then in progress, then not all done. */
  readonly worst: (first: number, end: number) => LifecycleState;
}

/** Sums up the states of a run, by code; O(executions), and 16 bytes for each. */
export const stateSums = (states: Uint8Array): StateSums => {
  const sums = lifecycleStates.map(() => new Uint32Array(states.length + 1));
  for (const [code, sum] of sums.entries())
    for (let place = 0; place < states.length; place++)
      sum[place + 1] = (sum[place] ?? 0) + (states[place] === code ? 1 : 0);
  const count = (code: number, first: number, end: number): number =>
    (sums[code]?.[end] ?? 0) - (sums[code]?.[first] ?? 0);
  const counts = (first: number, end: number): Counts => ({
    NotStarted: count(0, first, end),
    InProgress: count(1, first, end),
    Completed: count(2, first, end),
    Failed: count(3, first, end),
  });
  return {
    counts,
    worst: (first, end) => {
      const found = counts(first, end);
      return worstFirst.find((state) => found[state] > 0) ?? "NotStarted";
    },
  };
};

const worstFirst = ["Failed", "InProgress", "NotStarted", "Completed"] as const;
