import type { LifecycleState } from "../../../machines/lifecycle.ts";
import { experimentKey } from "../../workflow/experiment-key.ts";
import type { RunFold } from "../protocol/run-fold.ts";
import { recordCode } from "../protocol/record-type.ts";

/** What the columns know of one execution, up to the record the page stands at. */
export interface ExecutionFacts {
  readonly execution: number;
  readonly key: string;
  readonly moduleName: string;
  readonly experimentName: string;
  readonly state: LifecycleState;
  readonly attempt: number;
  readonly blockedBy: number | undefined;
  readonly queuedMs: number | undefined;
  readonly startedAt: number | undefined;
  readonly endedAt: number | undefined;
  readonly durationMs: number | undefined;
  readonly reused: boolean;
  readonly before: string | undefined;
  readonly after: string | undefined;
  readonly changes: number;
  readonly reason: string | undefined;
  readonly error: string | undefined;
  /** The `seq` of its first record, and of the last that moved it; 0 for none. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Timed parts of it, in the order they ended. */
  readonly steps: readonly ExecutionStep[];
  /** Attempts that failed and were followed by another. */
  readonly retries: readonly {
    readonly seq: number;
    readonly attempt: number;
    readonly error: string;
    readonly durationMs: number | undefined;
  }[];
}

/** A timed part of an execution. */
export interface ExecutionStep {
  readonly name: string;
  readonly attempt: number;
  readonly startedAt: number;
  readonly durationMs: number;
  readonly failed: boolean;
}

/** Gathers what is known of an execution; O(records between its first and its last). */
export const executionFacts = (fold: RunFold, execution: number): ExecutionFacts => {
  const { run, plan } = fold;
  const { moduleName, experimentName, path } = plan.execution(execution);
  const [firstSeq, lastSeq] = [fold.firstSeq[execution] ?? 0, fold.lastSeq[execution] ?? 0];
  const state = fold.executionState(execution);
  const first = firstSeq === 0 ? undefined : run.row(firstSeq);
  const last = lastSeq === 0 ? undefined : run.row(lastSeq);
  const ended = state === "Completed" || state === "Failed" ? last : undefined;
  const [steps, retries]: [ExecutionStep[], ExecutionFacts["retries"][number][]] = [[], []];
  const { type, subject } = run.columns;
  const end = ended === undefined ? fold.seq : lastSeq;
  for (let index = firstSeq === 0 ? end : firstSeq - 1; index < end; index++) {
    if (subject[index] !== execution) continue;
    if (type[index] === recordCode["step.completed"]) {
      const { text = "", attempt, at, durationMs = 0, flagged } = run.row(index + 1);
      steps.push({ name: text, attempt, startedAt: at - durationMs, durationMs, failed: flagged });
    } else if (type[index] === recordCode["module.retried"]) {
      const { attempt, text = "", durationMs } = run.row(index + 1);
      retries.push({ seq: index + 1, attempt, error: text, durationMs });
    }
  }
  return {
    execution,
    key: experimentKey(path),
    moduleName,
    experimentName,
    state,
    attempt: fold.attempts[execution] ?? 0,
    blockedBy: fold.blockedBy(execution),
    queuedMs: first?.durationMs,
    startedAt: first?.at,
    endedAt: ended?.at,
    durationMs: ended?.durationMs,
    reused: state === "Completed" && ended?.flagged === true,
    before: last?.before,
    after: ended?.after,
    changes: ended?.changes ?? 0,
    reason: ended?.reason,
    error: ended?.text,
    firstSeq,
    lastSeq,
    steps,
    retries,
  };
};
