import type { Status } from "../status/status.ts";
import type { TimingGroup } from "../status/timing.ts";

/** How long the executions of one module took. */
export interface ModuleTiming {
  readonly moduleName: string;
  /** Executions that ended, however they ended. */
  readonly count: number;
  readonly totalMs: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
  /** Of the time of all modules together, 0 to 1; executions beside each other count each. */
  readonly share: number;
}

/** The timing of every module that ran, slowest in total first. */
export const timeModules = (status: Status): readonly ModuleTiming[] => {
  const groups = status.getTiming().groupBy("moduleName");
  const total = groups.reduce((sum, group) => sum + group.sum, 0);
  return groups.map((group) => timingOf(group, total)).toSorted((a, b) => b.totalMs - a.totalMs);
};

const timingOf = ({ key, count, sum, mean, p50, p95, max }: TimingGroup, total: number): ModuleTiming => ({
  moduleName: key,
  count,
  totalMs: sum * 1000,
  meanMs: mean * 1000,
  p50Ms: p50 * 1000,
  p95Ms: p95 * 1000,
  maxMs: max * 1000,
  share: total === 0 ? 0 : sum / total,
});
