import { quantile } from "../../status/quantile.ts";
import type { RunFold } from "../protocol/run-fold.ts";
import { recordCode } from "../protocol/record-type.ts";

/** What timings are grouped by. */
export type TimingBy = "module" | "experiment" | "step";

/** The times of one group, in ms. */
export interface TimingRow {
  readonly name: string;
  /** The module of an experiment or step. */
  readonly moduleName: string;
  readonly count: number;
  readonly failed: number;
  readonly sumMs: number;
  readonly meanMs: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly maxMs: number;
}

interface Group {
  readonly name: string;
  readonly moduleName: string;
  readonly durations: number[];
  failed: number;
}

/**
 * The times of what ended by the record the page stands at, in order of first appearance; O(records).
 *
 * Whole executions only, unless steps are asked for: a step is part of its execution. What was taken over did not run.
 */
export const timingGroups = (fold: RunFold, by: TimingBy): readonly TimingRow[] => {
  const groups = new Map<string, Group>();
  const { type, subject, durationMs, flagged } = fold.run.columns;
  for (let index = 0; index < fold.seq; index++) {
    const took = durationMs[index] ?? Number.NaN;
    if (Number.isNaN(took)) continue;
    const code = type[index];
    const isStep = code === recordCode["step.completed"];
    const isEnd = code === recordCode["module.completed"] || code === recordCode["module.failed"];
    if (by === "step" ? !isStep : !isEnd || flagged[index] === 1) continue;
    const { depth, moduleName, experimentName } = nameOf(fold, subject[index] ?? 0, by);
    const name = by === "step" ? (fold.run.row(index + 1).text ?? "") : by === "module" ? moduleName : experimentName;
    const key = JSON.stringify([depth, name]);
    let group = groups.get(key);
    if (group === undefined) groups.set(key, (group = { name, moduleName, durations: [], failed: 0 }));
    group.durations.push(took);
    if (code === recordCode["module.failed"] || (isStep && flagged[index] === 1)) group.failed++;
  }
  return Array.from(groups.values(), rowOf);
};

/** The module alone is known without walking down to the execution. */
const nameOf = (fold: RunFold, execution: number, by: TimingBy) => {
  const depth = fold.depths[execution] ?? 0;
  if (by !== "experiment") return { depth, moduleName: fold.plan.sequence[depth] ?? "", experimentName: "" };
  return fold.plan.execution(execution);
};

const rowOf = ({ name, moduleName, durations, failed }: Group): TimingRow => {
  const sorted = Float64Array.from(durations).toSorted();
  const sumMs = sorted.reduce((sum, value) => sum + value, 0);
  return {
    name,
    moduleName,
    count: sorted.length,
    failed,
    sumMs,
    meanMs: sumMs / sorted.length,
    p50Ms: quantile(sorted, 0.5),
    p95Ms: quantile(sorted, 0.95),
    maxMs: sorted.at(-1) ?? 0,
  };
};
