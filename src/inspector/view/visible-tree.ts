import type { RunFold } from "../protocol/run-fold.ts";
import { stateCode } from "../protocol/run-fold.ts";

/** What of the tree is to be seen. */
export interface TreeFilter {
  /** Executions whose module or experiment has this in its name, and what is above them. Lower case; empty for all. */
  readonly text: string;
  /** Only what failed, and what is above it. */
  readonly failed: boolean;
}

/** One line of the tree. */
export interface TreeRow {
  readonly execution: number;
  readonly depth: number;
  /** Undefined for the last module, which has nothing below. */
  readonly open: boolean | undefined;
}

/**
 * The executions that the tree shows, in its order: those above are open, and those that the filter lets through.
 *
 * O(executions) with a filter; without one O(what is shown).
 */
export const visibleTree = (fold: RunFold, isOpen: (execution: number) => boolean, filter: TreeFilter): Int32Array => {
  const { plan } = fold;
  const total = plan.size.executions;
  const sizes = plan.modules.map((_, depth) => plan.subtreeSize(depth));
  const wanted = filter.text === "" && !filter.failed ? undefined : wantedOf(fold, filter);
  const shown: number[] = [];
  let execution = 0;
  while (execution < total) {
    const depth = fold.depths[execution] ?? 0;
    const size = sizes[depth] ?? 1;
    if (wanted !== undefined && wanted[execution] === 0) {
      execution += size;
      continue;
    }
    shown.push(execution);
    // What a filter found is shown, whatever is closed.
    execution += size > 1 && wanted === undefined && !isOpen(execution) ? size : 1;
  }
  return Int32Array.from(shown);
};

/** 1 for each execution that the filter lets through, or that has one below it. */
const wantedOf = (fold: RunFold, { text, failed }: TreeFilter): Uint8Array => {
  const { plan } = fold;
  const wanted = new Uint8Array(plan.size.executions);
  const matches = plan.modules.map(({ moduleName, experiments }) =>
    experiments.map((name) => `${moduleName} ${name}`.toLowerCase().includes(text)),
  );
  const position = plan.modules.map(() => -1);
  const above: number[] = [];
  let last = -1;
  for (let execution = 0; execution < wanted.length; execution++) {
    const depth = fold.depths[execution] ?? 0;
    position[depth] = depth > last ? 0 : (position[depth] ?? -1) + 1;
    last = depth;
    above[depth] = execution;
    if (failed && fold.states[execution] !== stateCode.Failed) continue;
    if (text !== "" && matches[depth]?.[position[depth] ?? 0] !== true) continue;
    for (let at = depth; at >= 0; at--) {
      const over = above[at] ?? 0;
      if (wanted[over] === 1) break;
      wanted[over] = 1;
    }
  }
  return wanted;
};

/** Per execution, what is the matter at it and below: failed wins, then in progress, then not all done. */
export const rolledUp = (fold: RunFold): Uint8Array => {
  const worst = new Uint8Array(fold.states.length);
  const { plan } = fold;
  const sizes = plan.modules.map((_, depth) => plan.subtreeSize(depth));
  for (let execution = worst.length - 1; execution >= 0; execution--) {
    const depth = fold.depths[execution] ?? 0;
    let rank = ranks[fold.states[execution] ?? 0] ?? 0;
    const size = sizes[depth] ?? 1;
    const step = sizes[depth + 1] ?? 1;
    for (let child = execution + 1; child < execution + size; child += step) rank = Math.max(rank, worst[child] ?? 0);
    worst[execution] = rank;
  }
  return worst;
};

/** Completed, not started, in progress, failed: the worst that a reader wants to know. */
export const rollUpStates = ["Completed", "NotStarted", "InProgress", "Failed"] as const;
const ranks = [1, 2, 0, 3];
