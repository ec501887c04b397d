import type { LifecycleState } from "../../../machines/lifecycle.ts";
import { experimentKey } from "../../workflow/experiment-key.ts";
import type { RunFold } from "../protocol/run-fold.ts";

/** What became of an execution from one run to another, worst first. */
export const comparisonKinds = ["broken", "missing", "slower", "changed", "mended", "extra", "faster", "same"] as const;

/**
 * `broken`: completed, and does not any more. `mended`: the other way round. `missing`, `extra`: only in the one, only in
 * the other. `slower`, `faster`: by half or more, and by more than 5 ms. `changed`: it puts out another schema.
 */
export type ComparisonKind = (typeof comparisonKinds)[number];

/** One execution of a run, as it is compared. */
export interface ComparedSide {
  readonly execution: number;
  readonly state: LifecycleState;
  readonly durationMs: number | undefined;
  readonly after: string | undefined;
}

/** An execution in both runs, by its path. */
export interface ComparedExecution {
  readonly key: string;
  readonly kind: ComparisonKind;
  readonly a: ComparedSide | undefined;
  readonly b: ComparedSide | undefined;
}

/** Two runs side by side. */
export interface Comparison {
  readonly counts: Readonly<Record<ComparisonKind, number>>;
  /** What is not the same, the worst first; of one kind, what changed its time most. */
  readonly rows: readonly ComparedExecution[];
}

/** Compares two runs as their folds stand, execution by execution along the same path; O(executions of both). */
export const compareRuns = (a: RunFold, b: RunFold): Comparison => {
  const counts: Record<ComparisonKind, number> = {
    broken: 0,
    missing: 0,
    slower: 0,
    changed: 0,
    mended: 0,
    extra: 0,
    faster: 0,
    same: 0,
  };
  const rows: ComparedExecution[] = [];
  const take = (key: string, left: ComparedSide | undefined, right: ComparedSide | undefined): void => {
    const kind = kindOf(left, right);
    counts[kind]++;
    if (kind !== "same") rows.push({ key, kind, a: left, b: right });
  };
  for (const { index, path } of a.plan.executions()) {
    const other = b.plan.indexOf(path);
    take(experimentKey(path), sideOf(a, index), other === undefined ? undefined : sideOf(b, other));
  }
  for (const { index, path } of b.plan.executions())
    if (a.plan.indexOf(path) === undefined) take(experimentKey(path), undefined, sideOf(b, index));
  rows.sort(
    (one, other) =>
      comparisonKinds.indexOf(one.kind) - comparisonKinds.indexOf(other.kind) || shift(other) - shift(one),
  );
  return { counts, rows };
};

const sideOf = (fold: RunFold, execution: number): ComparedSide => {
  const state = fold.executionState(execution);
  const ended = state === "Completed" || state === "Failed" ? fold.run.row(fold.lastSeq[execution] ?? 1) : undefined;
  // What was taken over did not run: it has no time to compare.
  const durationMs = ended?.flagged === true ? undefined : ended?.durationMs;
  return { execution, state, durationMs, after: ended?.after };
};

const kindOf = (a: ComparedSide | undefined, b: ComparedSide | undefined): ComparisonKind => {
  if (a === undefined) return "extra";
  if (b === undefined) return "missing";
  if (a.state === "Completed" && b.state !== "Completed") return "broken";
  if (a.state !== "Completed" && b.state === "Completed") return "mended";
  const [before, after] = [a.durationMs, b.durationMs];
  if (before !== undefined && after !== undefined && Math.abs(after - before) > leastMs) {
    if (after >= before * 1.5) return "slower";
    if (before >= after * 1.5) return "faster";
  }
  return a.state === "Completed" && a.after !== b.after ? "changed" : "same";
};

/** Below this a difference is the machine's, and nobody waits for it. */
const leastMs = 5;

const shift = ({ a, b }: ComparedExecution): number => Math.abs((b?.durationMs ?? 0) - (a?.durationMs ?? 0));
