import type { JournalRecord } from "../../journal/record.ts";
import type { TrialRun } from "../trial/trial-run.ts";
import { keyOf } from "./key-of.ts";
import type { RunLaw } from "./run-law.ts";

const runEnds: RunLaw = {
  claim: "a run ends",
  broken: ({ lives }) => {
    for (const life of lives) {
      if (life.kind === "standstill") return "nothing of the run is in progress that could end, and it is not over";
      if (life.kind === "broken") return `the run failed as no run does: ${String(life.thrown)}`;
    }
    return lives.at(-1)?.kind === "outcome" ? undefined : `its last process ${lives.at(-1)?.kind ?? "never began"}`;
  },
};

const oneFinalState: RunLaw = {
  claim: "every execution ends in exactly one final state, or never ran for a recorded reason",
  broken: (run) => {
    const { whole: status, records, plan } = run;
    const ends = new Map<number, string>();
    for (const record of records) {
      if (record.type !== "module.completed" && record.type !== "module.failed") continue;
      const earlier = ends.get(record.execution);
      if (earlier !== undefined) return `${keyOf(plan, record.execution)} is ${record.type}, and was ${earlier}`;
      ends.set(record.execution, record.type);
    }
    const endedEarly = status.failure !== undefined && status.failure !== "error";
    for (const { key, state, blockedBy, execution } of status.executions()) {
      if (state === "InProgress") return `the run is over, and ${key} is still in progress`;
      if ((state !== "NotStarted") !== ends.has(execution)) return `${key} is ${state}, and its end is not on record`;
      if (state === "NotStarted" && blockedBy === undefined && !endedEarly)
        return `${key} never ran, and no record says why`;
    }
    return undefined;
  },
};

const ranOnce: RunLaw = {
  claim: "each execution runs at most once: after it was recorded, below what completed, one call for each attempt",
  broken: ({ events, records, plan }) => {
    const started = new Map<number, number>();
    const over = new Map<number, "module.completed" | "module.failed">();
    const calls = new Set<string>();
    let next = 0;
    for (const event of events) {
      if (event.type !== "called") continue;
      const { execution, args, seq } = event;
      for (; next < seq; next++) note(records[next], started, over);
      const { parent } = plan.execution(execution);
      const call = `${args.experimentKey}, attempt ${args.attempt}`;
      if (calls.has(call)) return `${call} was called twice`;
      calls.add(call);
      if (started.get(execution) !== args.attempt) return `${call} was called before that was on record`;
      if (over.has(execution)) return `${call} was called after ${over.get(execution) ?? "its end"}`;
      if (parent !== undefined && over.get(parent) !== "module.completed")
        return `${call} was called, and the module above it has not completed`;
    }
    return undefined;
  },
};

const note = (
  record: JournalRecord | undefined,
  started: Map<number, number>,
  over: Map<number, "module.completed" | "module.failed">,
): void => {
  if (record?.type === "module.started") started.set(record.execution, record.attempt);
  if (record?.type === "module.retried") started.set(record.execution, record.attempt + 1);
  if (record?.type === "module.completed" || record?.type === "module.failed") over.set(record.execution, record.type);
};

const startedOnce: RunLaw = {
  claim: "an execution starts once, and so does an experiment",
  broken: ({ records }) => {
    const seen = new Set<string>();
    for (const record of records) {
      const name =
        record.type === "module.started"
          ? `execution ${record.execution}`
          : record.type === "experiment.started"
            ? `experiment ${record.experiment}`
            : undefined;
      if (name === undefined) continue;
      if (seen.has(name)) return `${name} started again at record ${record.seq}`;
      seen.add(name);
    }
    return undefined;
  },
};

const cancelLands: RunLaw = {
  claim: "a cancelled run ends as such, and calls no module any more",
  broken: (run) => {
    const { status, lives } = run;
    const last = lives.length - 1;
    const events = run.events.filter(({ life }) => life === last);
    const at = events.findIndex(({ type }) => type === "cancelled");
    if (at < 0 || lives[last]?.kind !== "outcome") return undefined;
    const after = events.slice(at).find(({ type }) => type === "called");
    if (after?.type === "called") return `${after.args.experimentKey} was called after the run was cancelled`;
    // Cancelled when told of its last record, or of the last experiment's: then there was nothing left to cancel.
    if (status.isCompleted() || wasOver(run, at)) return undefined;
    return status.failure === "cancelled" ? undefined : `the run is ${status.state} (${status.failure ?? "no reason"})`;
  },
};

/** Whether the run's end was on record when it was cancelled. */
const wasOver = ({ events, lives }: TrialRun, at: number): boolean =>
  events
    .filter(({ life }) => life === lives.length - 1)
    .slice(0, at)
    .some((event) => event.type === "told" && event.record.type === "run.failed");

/** What becomes of a run and its executions. */
export const lifecycleLaws: readonly RunLaw[] = [runEnds, oneFinalState, startedOnce, ranOnce, cancelLands];
