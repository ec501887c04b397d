import type { LifecycleState } from "../../machines/lifecycle.ts";
import type { ExecutionReport } from "./execution-report.ts";

/** One execution with everything below it. */
export interface ExecutionNode {
  readonly execution: ExecutionReport;
  readonly children: readonly ExecutionNode[];
  /** Executions in this subtree, this one included. */
  readonly size: number;
  /** Equal kinds look alike from above, so that many of them can be told by their number. */
  readonly kind: NodeKind;
}

/** `Mixed`: it completed itself, and something below it did not. */
export type NodeKind = LifecycleState | "Mixed";

/** The executions of a report as a tree. */
export const executionTree = (executions: readonly ExecutionReport[]): readonly ExecutionNode[] => {
  // From the last to the first: when a node is made, what lies below it in pre-order is there.
  const waiting: ExecutionNode[][] = [];
  for (const execution of executions.toReversed()) {
    const children = (waiting[execution.depth + 1] ?? []).toReversed();
    waiting[execution.depth + 1] = [];
    const siblings = (waiting[execution.depth] ??= []);
    siblings.push({
      execution,
      children,
      size: children.reduce((sum, child) => sum + child.size, 1),
      kind: kindOf(execution.state, children),
    });
  }
  return (waiting[0] ?? []).toReversed();
};

const kindOf = (state: LifecycleState, children: readonly ExecutionNode[]): NodeKind =>
  state !== "Completed" || children.every(({ kind }) => kind === "Completed") ? state : "Mixed";
