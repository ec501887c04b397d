import type { LifecycleState } from "../../machines/lifecycle.ts";
import type { RunId } from "../journal/record.ts";
import type { RunState } from "../journal/run-state.ts";
import type { StateCounts } from "../journal/state-tally.ts";

/** A run at a glance; every number is exact, whatever was evicted. */
export interface StatusSummary {
  readonly runId: RunId | undefined;
  readonly state: LifecycleState;
  /** Module names in order. */
  readonly sequence: readonly string[];
  /** Modules with an execution that has started. */
  readonly activeModules: readonly string[];
  /** Modules of which at least one execution put out a frame with a schema. */
  readonly metadataModules: readonly string[];
  readonly executions: Readonly<StateCounts>;
  readonly experiments: Readonly<StateCounts>;
  /** Counts per state of each module. */
  readonly modules: readonly (Readonly<StateCounts> & { readonly moduleName: string })[];
  /** Executions that never ran, or will not, because one above them failed; counted as NotStarted too. */
  readonly blocked: number;
  /** Executions whose result was taken over from an earlier run; counted as Completed too. */
  readonly reused: number;
  readonly totalSnapshots: number;
  readonly totalChanges: number;
  readonly totalTimings: number;
  /** Id of the last snapshot; null when there is none. */
  readonly lastSnapshot: string | null;
  /** Id of the last change; null when there is none. */
  readonly lastChange: string | null;
}

/** The summary of a run's state; O(sequence length). */
export const summarise = (state: RunState): StatusSummary => {
  const runId = state.started?.runId;
  const modules = state.modules.map((counts, depth) => ({ moduleName: state.plan.sequence[depth] ?? "", ...counts }));
  return {
    runId,
    state: state.state,
    sequence: state.plan.sequence,
    activeModules: modules.filter((module) => module.InProgress + module.Completed + module.Failed > 0).map(nameOf),
    metadataModules: modules.filter((_, depth) => state.hasMetadata(depth)).map(nameOf),
    executions: { ...state.executions },
    experiments: { ...state.experiments },
    modules,
    blocked: state.blocked,
    reused: state.reused,
    totalSnapshots: state.totals.snapshots,
    totalChanges: state.totals.changes,
    totalTimings: state.totals.timings,
    lastSnapshot: state.lastSnapshotSeq === 0 ? null : `${runId ?? ""}:${state.lastSnapshotSeq}`,
    lastChange: state.lastChange === undefined ? null : `${runId ?? ""}:${state.lastChange}`,
  };
};

const nameOf = ({ moduleName }: { readonly moduleName: string }): string => moduleName;
