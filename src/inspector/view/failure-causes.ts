import type { RunFold } from "../protocol/run-fold.ts";
import { recordCode } from "../protocol/record-type.ts";

/** Executions that failed in the same way. */
export interface FailureCause {
  readonly reason: string;
  /** The first line of the error. */
  readonly error: string;
  /** The modules it happened in, in order of first failure. */
  readonly moduleNames: readonly string[];
  /** In order of failure. */
  readonly executions: readonly number[];
  /** Executions that never ran because of these. */
  readonly blocked: number;
  /** The record of the first of them, and of the last: the snapshots they failed with. */
  readonly firstSeq: number;
  readonly lastSeq: number;
}

/** The failures so far by what went wrong where, as the command line groups them, in order of first failure; O(records). */
export const failureCauses = (fold: RunFold): readonly FailureCause[] => {
  const { run, plan } = fold;
  const causes = new Map<number, Gathered>();
  const { type, cause, subject } = run.columns;
  for (let index = 0; index < fold.seq; index++) {
    if (type[index] !== recordCode["module.failed"]) continue;
    const key = cause[index] ?? 0;
    const execution = subject[index] ?? 0;
    const depth = fold.depths[execution] ?? 0;
    const known = causes.get(key) ?? {
      moduleNames: new Set(),
      executions: [],
      blocked: 0,
      firstSeq: index + 1,
      lastSeq: 0,
    };
    causes.set(key, known);
    known.moduleNames.add(plan.sequence[depth] ?? "");
    known.executions.push(execution);
    known.blocked += plan.subtreeSize(depth) - 1;
    known.lastSeq = index + 1;
  }
  return Array.from(causes.values(), ({ moduleNames, ...rest }) => {
    const { reason = "error", text = "" } = run.row(rest.firstSeq);
    return { ...rest, reason, error: text, moduleNames: Array.from(moduleNames) };
  });
};

interface Gathered {
  readonly moduleNames: Set<string>;
  readonly executions: number[];
  blocked: number;
  readonly firstSeq: number;
  lastSeq: number;
}
