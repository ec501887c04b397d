import type { DurationMs, JournalRecord } from "../journal/record.ts";
import type { RunState } from "../journal/run-state.ts";
import { failedAttempt, queueTime, type TimingRecord, wholeExecution } from "./timing.ts";

/** The timing record a journal record stands for; undefined for records that are none. */
export const timingOf = (record: JournalRecord, state: RunState): TimingRecord | undefined => {
  const timed = timedPart(record);
  if (timed === undefined || !("execution" in record)) return undefined;
  const { stepName, durationMs, completed } = timed;
  return {
    recordId: `${state.started?.runId ?? ""}:${record.seq}`,
    moduleName: record.moduleName,
    experimentName: record.experimentName,
    experimentKey: state.keyOf(record.execution),
    stepName,
    attempt: record.attempt,
    state: completed ? "Completed" : "Failed",
    startTime: record.at - durationMs,
    endTime: record.at,
    durationSeconds: durationMs / 1000,
  };
};

interface TimedPart {
  readonly stepName: string;
  readonly durationMs: DurationMs;
  readonly completed: boolean;
}

const timedPart = (record: JournalRecord): TimedPart | undefined => {
  if (record.type === "module.started") return part(queueTime, record.queuedMs, true);
  if (record.type === "step.completed") return part(record.step, record.durationMs, record.state === "Completed");
  if (record.type === "module.retried") return part(failedAttempt, record.durationMs, false);
  // What was taken over did not run, and would only make the mean of what did too small.
  if (record.type === "module.completed" && record.origin === "reused") return undefined;
  if (record.type === "module.completed" || record.type === "module.failed")
    return part(wholeExecution, record.durationMs, record.type === "module.completed");
  return undefined;
};

const part = (stepName: string, durationMs: DurationMs | undefined, completed: boolean): TimedPart | undefined =>
  durationMs === undefined ? undefined : { stepName, durationMs, completed };
