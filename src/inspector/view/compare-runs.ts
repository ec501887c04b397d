import type { LifecycleState } from "../../../machines/lifecycle.ts";
import { experimentKey } from "../../workflow/experiment-key.ts";
import type { ExperimentPath } from "../../workflow/experiment-key.ts";
import type { Plan, PlannedExecution } from "../../workflow/plan-tree.ts";

/** What became of an execution from one run to another, worst first. */
export const comparisonKinds = [
  "broken",
  "missing",
  "slower",
  "changed",
  "other",
  "mended",
  "extra",
  "faster",
  "same",
] as const;

/**
 * `broken`: completed, and does not any more. `mended`: the other way round. `missing`, `extra`: only in the one, only in
 * the other. `slower`, `faster`: it completed in both, in a time that is other by half or more, and by more than 5 ms.
 * `changed`: it puts out another schema. `other`: it completed in neither, and is in another state: Failed, then NotStarted.
 */
export type ComparisonKind = (typeof comparisonKinds)[number];

/** What became of executions, as it is told. */
export const comparisonWords: Readonly<Record<ComparisonKind, string>> = {
  broken: "broken",
  missing: "missing",
  slower: "slower",
  changed: "other schema",
  other: "other state",
  mended: "mended",
  extra: "new",
  faster: "faster",
  same: "the same",
};

/** One execution of a run, as it is compared. */
export interface ComparedSide {
  readonly execution: number;
  readonly state: LifecycleState;
  /** Undefined of what was taken over: it did not run, so it has no time to compare. */
  readonly durationMs: number | undefined;
  /** The fingerprint of the schema it put out. */
  readonly after: string | undefined;
}

/** A run as it is compared. */
export interface ComparedRun {
  readonly plan: Plan;
  readonly side: (execution: number) => ComparedSide;
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

/** Of each run, the execution from which the branch hangs that is compared. */
export interface ComparedBranches {
  readonly a: number;
  readonly b: number;
}

/**
 * Compares two runs as they stand, execution by execution along the same path; of branches, along the same path
 * from where they hang, which may be in one and the same run. O(executions of both).
 */
export const compareRuns = (a: ComparedRun, b: ComparedRun, branches?: ComparedBranches): Comparison => {
  const counts: Record<ComparisonKind, number> = {
    broken: 0,
    missing: 0,
    slower: 0,
    changed: 0,
    other: 0,
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
  const [left, right] = [new Branch(a, branches?.a), new Branch(b, branches?.b)];
  for (const index of left.executions()) {
    const below = left.below(index);
    const other = right.indexOf(below);
    take(left.key(below), a.side(index), other === undefined ? undefined : b.side(other));
  }
  for (const index of right.executions()) {
    const below = right.below(index);
    if (left.indexOf(below) === undefined) take(right.key(below), undefined, b.side(index));
  }
  rows.sort(
    (one, other) =>
      comparisonKinds.indexOf(one.kind) - comparisonKinds.indexOf(other.kind) || shift(other) - shift(one),
  );
  return { counts, rows };
};

/** The executions of a run, or of what hangs from one of them, by their paths from there. */
class Branch {
  readonly #plan: Plan;
  readonly #root: PlannedExecution | undefined;

  constructor({ plan }: ComparedRun, root: number | undefined) {
    this.#plan = plan;
    this.#root = root === undefined ? undefined : plan.execution(root);
  }

  /** In the order of the plan, in which all that hangs from an execution follows it. */
  *executions(): Iterable<number> {
    const first = this.#root?.index ?? 0;
    const size = this.#root === undefined ? this.#plan.size.executions : this.#plan.subtreeSize(this.#root.depth);
    for (let index = first; index < first + size; index++) yield index;
  }

  below(index: number): ExperimentPath {
    return this.#plan.execution(index).path.slice(this.#root?.path.length ?? 0);
  }

  indexOf(below: ExperimentPath): number | undefined {
    return this.#plan.indexOf([...(this.#root?.path ?? []), ...below]);
  }

  key(below: ExperimentPath): string {
    return below.length === 0 ? (this.#root?.moduleName ?? "") : experimentKey(below);
  }
}

const kindOf = (a: ComparedSide | undefined, b: ComparedSide | undefined): ComparisonKind => {
  if (a === undefined) return "extra";
  if (b === undefined) return "missing";
  const [did, does] = [a.state === "Completed", b.state === "Completed"];
  if (did && !does) return "broken";
  if (!did && does) return "mended";
  // How soon something fails says nothing.
  if (!did) return a.state === b.state ? "same" : "other";
  const [before, after] = [a.durationMs, b.durationMs];
  if (before !== undefined && after !== undefined && Math.abs(after - before) > leastMs) {
    if (after >= before * 1.5) return "slower";
    if (before >= after * 1.5) return "faster";
  }
  return a.after === b.after ? "same" : "changed";
};

/** Below this a difference is the machine's, and nobody waits for it. */
const leastMs = 5;

const shift = ({ a, b }: ComparedExecution): number => Math.abs((b?.durationMs ?? 0) - (a?.durationMs ?? 0));
