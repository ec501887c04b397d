import type { RunFold } from "../protocol/run-fold.ts";
import { recordCode } from "../protocol/record-type.ts";

/** Executions that failed in the same way. */
export interface FailureCause {
  readonly reason: string;
  /** The first line of the error. */
  readonly error: string;
  readonly moduleName: string;
  /** In order of failure. */
  readonly executions: readonly number[];
  /** Executions that never ran because of these. */
  readonly blocked: number;
  /** The record of the first of them. */
  readonly firstSeq: number;
}

/** The failures so far by what went wrong where, in order of first failure; O(records). */
export const failureCauses = (fold: RunFold): readonly FailureCause[] => {
  const { run, plan } = fold;
  const causes = new Map<
    string,
    { -readonly [Key in keyof FailureCause]: FailureCause[Key] } & { executions: number[] }
  >();
  const { type } = run.columns;
  for (let index = 0; index < fold.seq; index++) {
    if (type[index] !== recordCode["module.failed"]) continue;
    const { subject = 0, reason = "error", text = "" } = run.row(index + 1);
    const depth = fold.depths[subject] ?? 0;
    const key = JSON.stringify([depth, reason, text]);
    const known = causes.get(key);
    const blocked = plan.subtreeSize(depth) - 1;
    if (known === undefined)
      causes.set(key, {
        reason,
        error: text,
        moduleName: plan.sequence[depth] ?? "",
        executions: [subject],
        blocked,
        firstSeq: index + 1,
      });
    else {
      known.executions.push(subject);
      known.blocked += blocked;
    }
  }
  return Array.from(causes.values());
};
