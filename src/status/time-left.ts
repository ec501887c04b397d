import type { StateCounts } from "../journal/state-tally.ts";

/** What is known of one module while a run goes on. */
export interface ModuleProgress {
  readonly moduleName: string;
  readonly counts: Readonly<StateCounts>;
  /** Executions of it that will never run, because one above them failed; counted as NotStarted too. */
  readonly blocked: number;
  /** Mean duration of its completed executions; undefined while there is none. */
  readonly meanMs: number | undefined;
  /** How long its executions in progress have taken so far, together. */
  readonly spentMs: number;
}

/**
 * An estimate of the time a run still takes: for every module, its mean duration times its executions that remain,
 * less what those in progress have had already; all of it divided by the executions that can run beside each other.
 *
 * Undefined while a module that remains has never completed: an estimate without it would be too low.
 */
export const timeLeft = (modules: readonly ModuleProgress[], concurrency: number): number | undefined => {
  let [total, remaining] = [0, 0];
  for (const { counts, blocked, meanMs, spentMs } of modules) {
    const left = counts.NotStarted - blocked + counts.InProgress;
    if (left === 0) continue;
    if (meanMs === undefined) return undefined;
    // One that takes longer than the mean has nothing left by this estimate, rather than less than nothing.
    total += Math.max(meanMs * (left - counts.InProgress), meanMs * left - spentMs);
    remaining += left;
  }
  return remaining === 0 ? 0 : total / Math.max(1, Math.min(concurrency, remaining));
};

/** For each module, how many of its executions are below a failed one of an earlier module. */
export const blockedPerModule = (failed: readonly number[], experiments: readonly number[]): readonly number[] => {
  let below = 0;
  return experiments.map((count, depth) => {
    below *= count;
    const blocked = below;
    below += failed[depth] ?? 0;
    return blocked;
  });
};
