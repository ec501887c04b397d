import type { CompletionOrigin, LifecycleState } from "../../machines/lifecycle.ts";
import type { EncodedError } from "../journal/encoded-error.ts";
import type { RunLog } from "../journal/run-log.ts";
import type { DurationMs, EpochMs, ModuleFailed } from "../journal/record.ts";
import type { ReuseDecision } from "../journal/reuse-decision.ts";
import type { RunState } from "../journal/run-state.ts";
import { stateCode } from "../journal/state-tally.ts";
import type { Schema } from "../schema/schema.ts";

/** One execution of the plan, with what is known about it now. */
export interface ExecutionView {
  /** Number in the plan, pre-order. */
  readonly execution: number;
  readonly depth: number;
  readonly moduleName: string;
  readonly experimentName: string;
  /** The path from the first module to this one. */
  readonly key: string;
  readonly state: LifecycleState;
  /** 0 while it has not started. */
  readonly attempt: number;
  /** The key of the failed execution above it, because of which it never ran. */
  readonly blockedBy?: string;
  readonly startedAt?: EpochMs;
  readonly endedAt?: EpochMs;
  readonly durationMs?: DurationMs;
  /** Schema of the output; null when the data is no frame. Present once completed, while its record is kept. */
  readonly schemaAfter?: Schema | null;
  /** Whether its module ran, or an earlier result was taken over; once completed, while its record is kept. */
  readonly origin?: CompletionOrigin;
  /** Why it ran or was taken over, and what its result is made from; only where there was a choice. */
  readonly reuse?: ReuseDecision;
  readonly failure?: Pick<ModuleFailed, "reason" | "error">;
}

/** A failed execution, and what it took along. */
export interface Failure {
  readonly key: string;
  readonly moduleName: string;
  readonly experimentName: string;
  readonly attempt: number;
  readonly reason: ModuleFailed["reason"];
  readonly error: EncodedError;
  readonly at: EpochMs;
  /** Executions below it, which never ran because of it. */
  readonly blocked: number;
}

/** The view of one execution; O(sequence length). */
export const executionView = (log: RunLog, execution: number): ExecutionView => {
  const { state } = log;
  const { depth, moduleName, experimentName } = state.planned(execution);
  const records = state.recordsOf(execution);
  const started = log.at(records.first);
  const last = log.at(records.last);
  const ended = last?.type === "module.completed" || last?.type === "module.failed" ? last : undefined;
  const blocker = state.blockedBy(execution);
  return {
    execution,
    depth,
    moduleName,
    experimentName,
    key: state.keyOf(execution),
    state: state.executionState(execution),
    attempt: state.attempt(execution),
    ...(blocker !== undefined && { blockedBy: state.keyOf(blocker) }),
    ...(started && { startedAt: started.at }),
    ...(ended && { endedAt: ended.at, durationMs: ended.durationMs }),
    ...(ended?.type === "module.completed" && { schemaAfter: state.schema(ended.schemaAfter), origin: ended.origin }),
    ...(ended?.reuse && { reuse: ended.reuse }),
    ...(ended?.type === "module.failed" && { failure: { reason: ended.reason, error: ended.error } }),
  };
};

/** Every failed execution whose record is kept, in order of failure. */
export const failuresOf = (log: RunLog): readonly Failure[] =>
  endsOfFailed(log.state).flatMap((seq) => {
    const record = log.at(seq);
    if (record?.type !== "module.failed") return [];
    const { moduleName, experimentName, attempt, reason, error, at } = record;
    const blocked = log.state.plan.subtreeSize(log.state.planned(record.execution).depth) - 1;
    return [
      { key: log.state.keyOf(record.execution), moduleName, experimentName, attempt, reason, error, at, blocked },
    ];
  });

/** The numbers of the records with which executions failed, in their order; no record is looked at for it. */
const endsOfFailed = (state: RunState): readonly number[] => {
  if (state.executions.Failed === 0) return [];
  const ends: number[] = [];
  for (let execution = 0; execution < state.plan.size.executions; execution++)
    if (state.executionCode(execution) === stateCode.Failed) ends.push(state.recordsOf(execution).last);
  return ends.toSorted((a, b) => a - b);
};
