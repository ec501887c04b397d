import type { DurationMs, RunFailed, RunId } from "../journal/record.ts";
import type { StateCounts } from "../journal/state-tally.ts";

interface RunEnd {
  readonly runId: RunId;
  /** Of this call; that of a resumed run in all is `status.durationMs`. */
  readonly durationMs: DurationMs;
  readonly executions: Readonly<StateCounts>;
  readonly experiments: Readonly<StateCounts>;
  /** Executions that never ran because one above them failed; counted as NotStarted too. */
  readonly blocked: number;
  /** Executions whose result was taken over from an earlier run; counted as Completed too. */
  readonly reused: number;
}

/** How a run ended. A failed module is an outcome, not an exception: the results of the others are there. */
export type RunOutcome =
  | (RunEnd & { readonly state: "Completed" })
  | (RunEnd & { readonly state: "Failed"; readonly reason: RunFailed["reason"] });
