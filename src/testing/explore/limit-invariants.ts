import type { ExploredLimit, ExploredShape } from "./explored-shape.ts";
import type { KeptRun } from "./kept-run.ts";

/** What is in progress of a run with limits, and what could be. */
export interface LimitedMoment {
  readonly shape: ExploredShape;
  readonly state: KeptRun["state"];
  /** Executions in progress, between two attempts too. */
  readonly working: readonly number[];
  /** Executions that completed since the process at work began. */
  readonly completed: readonly number[];
}

/** Executions in progress never take more of a limit than there is. */
export const limitsAreKept = (shape: ExploredShape, working: readonly number[]): string | undefined => {
  for (const limit of shape.limits) {
    const taken = takenOf(limit, shape, working);
    if (taken > limit.capacity) return `${taken / 1e6} of ${limit.name} is taken, and there is ${limit.capacity / 1e6}`;
  }
  return undefined;
};

/**
 * Whoever could start has started: a worker that follows its experiment, or an idle one with what is ready. One may be
 * kept back for another that waits for the same limit and does not fit: it came first, and would never get all it takes.
 */
export const limitsAreUsed = ({ shape, state, working, completed }: LimitedMoment): string | undefined => {
  const inLine = inLineOf(shape, state, completed);
  const ready = readyIn(shape, state).filter((execution) => !working.includes(execution));
  const idle = shape.workers - working.length - inLine.length;
  const fits = (execution: number): boolean =>
    shape.limits.every(
      (limit) =>
        takes(limit, shape, execution) === 0 || takenOf(limit, shape, [...working, execution]) <= limit.capacity,
    );
  // A branch that no worker is free for keeps no place that others would wait behind.
  const waiting = (idle > 0 ? ready : inLine).filter((execution) => !fits(execution));
  const isKeptBack = (execution: number): boolean =>
    shape.limits.some(
      (limit) => takes(limit, shape, execution) > 0 && waiting.some((other) => takes(limit, shape, other) > 0),
    );
  const startable = ready.find(
    (execution) => (idle > 0 || inLine.includes(execution)) && fits(execution) && !isKeptBack(execution),
  );
  return startable === undefined
    ? undefined
    : `${shape.labels[startable] ?? ""} fits its limits, and waits; ${idle} of ${shape.workers} workers are idle`;
};

/** Executions whose worker came down to them, and waits for what they take: it is not free for others. */
export const inLineOf = (
  shape: ExploredShape,
  state: KeptRun["state"],
  completed: readonly number[],
): readonly number[] =>
  completed.flatMap((execution) => {
    const { depth, experiment } = shape.plan.execution(execution);
    const isOver = depth === shape.plan.modules.length - 1 || state.experimentState(experiment) !== "InProgress";
    return isOver || state.executionState(execution + 1) !== "NotStarted" ? [] : [execution + 1];
  });

/** Executions that have not ended, below one that completed. */
export const readyIn = ({ plan }: ExploredShape, state: KeptRun["state"]): readonly number[] => {
  const ready: number[] = [];
  for (let execution = 0; execution < plan.size.executions; execution++) {
    const now = state.executionState(execution);
    if (now !== "NotStarted" && now !== "InProgress") continue;
    const { parent } = state.planned(execution);
    if (parent === undefined || state.executionState(parent) === "Completed") ready.push(execution);
  }
  return ready;
};

const takes = (limit: ExploredLimit, { plan }: ExploredShape, execution: number): number =>
  limit.takes[plan.execution(execution).depth] ?? 0;

const takenOf = (limit: ExploredLimit, shape: ExploredShape, working: readonly number[]): number =>
  working.reduce((sum, execution) => sum + takes(limit, shape, execution), 0);
