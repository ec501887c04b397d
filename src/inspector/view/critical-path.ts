import type { RunFold } from "../protocol/run-fold.ts";
import { stateCode } from "../protocol/run-fold.ts";
import { recordCode } from "../protocol/record-type.ts";

/**
 * The executions that the end of the run waited for, the last to end first: what would have to be faster for it to end sooner.
 *
 * Each could begin because the next in the list had ended: the one it branches off from or, where it was in the queue
 * since then, the one whose end made room for it. O(records + its length × log executions).
 */
export const criticalPath = (fold: RunFold): readonly number[] => {
  const { firstSeq, lastSeq, states, run, plan } = fold;
  const { at, durationMs } = run.columns;
  const isOver = (execution: number): boolean =>
    states[execution] === stateCode.Completed || states[execution] === stateCode.Failed;
  // In the order they ended, which is that of the journal.
  const ended: number[] = [];
  let [firstInProgress, since] = [-1, Number.POSITIVE_INFINITY];
  for (let index = 0; index < fold.seq; index++) {
    const execution = run.columns.subject[index] ?? 0;
    if (lastSeq[execution] === index + 1 && isExecution(run.columns.type[index]) && isOver(execution))
      ended.push(execution);
  }
  for (const [execution, first] of firstSeq.entries())
    if (first > 0 && first < since && !isOver(execution)) [firstInProgress, since] = [execution, first];
  const lastOf = (execution: number): number => lastSeq[execution] ?? 0;
  const endedBefore = (seq: number): number | undefined => {
    let [low, high] = [0, ended.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (lastOf(ended[middle] ?? 0) < seq) low = middle + 1;
      else high = middle;
    }
    return ended[low - 1];
  };
  const before = (execution: number): number | undefined => {
    const { parent } = plan.execution(execution);
    const first = firstSeq[execution] ?? 0;
    const other = endedBefore(first);
    const queuedMs = durationMs[first - 1] ?? Number.NaN;
    // One worker measures no queues: whatever it began waited for all before.
    if (Number.isNaN(queuedMs) && run.head.concurrency === 1) return other;
    if (!(queuedMs > 0) || other === undefined || other === parent) return parent;
    const readyAt = (at[first - 1] ?? 0) - queuedMs;
    const freedAt = at[lastOf(other) - 1] ?? 0;
    const isLater = parent === undefined || lastOf(other) > lastOf(parent);
    return isLater && freedAt >= readyAt ? other : parent;
  };
  // What is in progress ends after all that has ended; of several, the one that began first is waited for longest.
  const last = firstInProgress === -1 ? ended.at(-1) : firstInProgress;
  const path: number[] = [];
  for (let next = last; next !== undefined; next = before(next)) path.push(next);
  return path;
};

const ends = [recordCode["module.completed"], recordCode["module.failed"]];

const isExecution = (type: number | undefined): boolean => type === ends[0] || type === ends[1];
