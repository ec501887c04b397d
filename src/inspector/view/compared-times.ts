import type { LifecycleState } from "../../../machines/lifecycle.ts";
import { formatCount } from "../../text/format-count.ts";

interface TimedEnd {
  readonly state: LifecycleState;
  /** Absent of what did not run. */
  readonly durationMs?: number | null | undefined;
}

/** How many times as long an execution took, of what completed in both runs: how soon something fails says nothing. */
export const comparedTimes = (before: TimedEnd | null | undefined, after: TimedEnd | null | undefined): string => {
  if (before?.state !== "Completed" || after?.state !== "Completed") return "";
  const [was, is] = [before.durationMs ?? 0, after.durationMs ?? 0];
  if (was === 0 || is === 0) return "";
  const times = is / was;
  if (times < 0.01) return "× < 0.01";
  return `× ${times < 100 ? times.toFixed(2) : formatCount(Math.round(times))}`;
};
