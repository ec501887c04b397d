import type { LifecycleState } from "../../../machines/lifecycle.ts";
import { quantile } from "../../status/quantile.ts";
import { blockedPerModule, timeLeft } from "../../status/time-left.ts";
import type { Counts, RunFold } from "../protocol/run-fold.ts";
import { recordCode } from "../protocol/record-type.ts";

/** What the overview shows of one module. */
export interface ModuleOverview {
  readonly moduleName: string;
  readonly depth: number;
  readonly counts: Counts;
  /** Executions that never run because one above them failed; counted as NotStarted too. */
  readonly blocked: number;
  readonly reused: number;
  /** Of executions that ran to their end, whole; undefined while there is none. */
  readonly p50Ms: number | undefined;
  readonly p95Ms: number | undefined;
  readonly totalMs: number;
  /** Its experiments in order, with their executions under all prefixes. */
  readonly experiments: readonly ExperimentOverview[];
}

/** What the overview shows of one experiment of a module. */
export interface ExperimentOverview {
  readonly experimentName: string;
  readonly counts: Counts;
}

/** The run at a glance. */
export interface Overview {
  readonly modules: readonly ModuleOverview[];
  /** From the first record to the last that counts, wall time. */
  readonly elapsedMs: number;
  /** An estimate of the time that remains; undefined where there is nothing to tell it from, 0 for a run that is over. */
  readonly leftMs: number | undefined;
}

/** Sums up a run at the record its fold stands at; O(records + executions). */
export const overviewOf = (fold: RunFold): Overview => {
  const { modules } = fold.plan;
  const durations: number[][] = modules.map(() => []);
  const completed: { sum: number; count: number }[] = modules.map(() => ({ sum: 0, count: 0 }));
  const reused = modules.map(() => 0);
  const { type, subject, durationMs, flagged, at } = fold.run.columns;
  for (let index = 0; index < fold.seq; index++) {
    const code = type[index];
    if (code !== recordCode["module.completed"] && code !== recordCode["module.failed"]) continue;
    const depth = fold.depths[subject[index] ?? 0] ?? 0;
    if (flagged[index] === 1) {
      reused[depth] = (reused[depth] ?? 0) + 1;
      continue;
    }
    const took = durationMs[index] ?? 0;
    durations[depth]?.push(took);
    const done = completed[depth];
    if (code === recordCode["module.completed"] && done !== undefined) {
      done.sum += took;
      done.count++;
    }
  }
  const now = at[Math.max(0, fold.seq - 1)] ?? 0;
  const spent = spentInProgress(fold, now);
  const blocked = blockedPerModule(
    modules.map((_, depth) => fold.module(depth).Failed),
    modules.map(({ experiments }) => experiments.length),
  );
  const perExperiment = experimentCounts(fold);
  const progress = modules.map(({ moduleName }, depth) => ({
    moduleName,
    counts: fold.module(depth),
    blocked: blocked[depth] ?? 0,
    meanMs: mean(completed[depth]),
    spentMs: spent[depth] ?? 0,
  }));
  return {
    modules: modules.map(({ moduleName, experiments }, depth) => {
      const sorted = Float64Array.from(durations[depth] ?? []).toSorted();
      return {
        moduleName,
        depth,
        counts: fold.module(depth),
        blocked: blocked[depth] ?? 0,
        reused: reused[depth] ?? 0,
        p50Ms: sorted.length === 0 ? undefined : quantile(sorted, 0.5),
        p95Ms: sorted.length === 0 ? undefined : quantile(sorted, 0.95),
        totalMs: sorted.reduce((sum, value) => sum + value, 0),
        experiments: experiments.map((experimentName, position) => ({
          experimentName,
          counts: perExperiment[depth]?.[position] ?? nothing,
        })),
      };
    }),
    elapsedMs: fold.seq === 0 ? 0 : Math.max(0, now - (at[0] ?? now)),
    leftMs: fold.state === "InProgress" ? timeLeft(progress, fold.run.head.concurrency) : 0,
  };
};

const nothing: Counts = { NotStarted: 0, InProgress: 0, Completed: 0, Failed: 0 };

const mean = (done: { readonly sum: number; readonly count: number } | undefined): number | undefined =>
  done === undefined || done.count === 0 ? undefined : done.sum / done.count;

/** How long the executions in progress of each module have taken so far. */
const spentInProgress = (fold: RunFold, now: number): number[] => {
  const spent = fold.plan.modules.map(() => 0);
  if (fold.executions.InProgress === 0) return spent;
  for (const [execution, state] of fold.states.entries()) {
    if (state !== 1) continue;
    const depth = fold.depths[execution] ?? 0;
    const since = fold.run.columns.at[(fold.firstSeq[execution] ?? 1) - 1] ?? now;
    spent[depth] = (spent[depth] ?? 0) + Math.max(0, now - since);
  }
  return spent;
};

/** Counts per experiment of each module, in one pass over the executions in pre-order. */
const experimentCounts = (fold: RunFold): readonly (readonly Counts[])[] => {
  const { modules } = fold.plan;
  const tallies = modules.map(({ experiments }) =>
    experiments.map((): Record<LifecycleState, number> => ({ ...nothing })),
  );
  const position = modules.map(() => -1);
  let last = -1;
  for (const [execution, depth] of fold.depths.entries()) {
    // In pre-order an execution that is not the first child of the one before it is the next sibling at its depth.
    if (depth > last) position[depth] = 0;
    else position[depth] = (position[depth] ?? -1) + 1;
    last = depth;
    const tally = tallies[depth]?.[position[depth] ?? 0];
    if (tally !== undefined) tally[fold.executionState(execution)]++;
  }
  return tallies;
};
