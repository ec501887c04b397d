import type { StateCounts } from "../journal/state-tally.ts";
import type { EpochMs } from "../journal/record.ts";
import type { StoredRun } from "../store/store.ts";

/** The state of a stored run as it is listed. */
export type ListedState = "Completed" | "Failed" | "unfinished" | "in progress";

/** A stored run in a list. */
export interface ListedRun {
  readonly runId: string;
  readonly workflow: string;
  /** `unfinished`: its journal has no end, and nobody works on it. `in progress`: a live process does. */
  readonly state: ListedState;
  /** ISO 8601. */
  readonly startedAt: string;
  /** From the start to the last record, or to now while it is in progress: by the wall clock, pauses included. */
  readonly elapsedMs: number;
  readonly executions: Readonly<StateCounts>;
  readonly records: number;
}

/** Which runs are listed; every given part must be equal. */
export interface RunsFilter {
  readonly state?: ListedState | undefined;
  readonly workflow?: string | undefined;
}

/** Stored runs as they are listed at a moment, in the order given. */
export const listRuns = (
  runs: readonly StoredRun[],
  now: EpochMs,
  { state, workflow }: RunsFilter = {},
): readonly ListedRun[] =>
  runs
    .filter((run) => workflow === undefined || run.workflow === workflow)
    .map((run) => listedRun(run, now))
    .filter((run) => state === undefined || run.state === state);

const listedRun = (run: StoredRun, now: EpochMs): ListedRun => {
  const { runId, workflow, state, owned, startedAt, updatedAt, executions, records } = run;
  const live = state === "InProgress" && owned;
  return {
    runId,
    workflow,
    state: state === "InProgress" ? (owned ? "in progress" : "unfinished") : state,
    startedAt: new Date(startedAt).toISOString(),
    elapsedMs: Math.max(0, (live ? now : updatedAt) - startedAt),
    executions,
    records,
  };
};
