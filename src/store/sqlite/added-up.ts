import type { EpochMs, JournalRecord } from "../../journal/record.ts";
import { recordedPlan } from "../../workflow/recorded-plan.ts";
import type { StoredRun } from "../store.ts";

/** What the records of a run add up to: how many there are, and how many executions reached each state. */
export interface AddedUp {
  readonly count: number;
  /** `InProgress` unless the last of them ends the run. */
  readonly state: StoredRun["state"];
  readonly workflow: string;
  readonly startedAt: EpochMs;
  /** Time of the last of them. */
  readonly updatedAt: EpochMs;
  /** Executions in the plan. */
  readonly executions: number;
  readonly started: number;
  readonly completed: number;
  readonly failed: number;
}

/** What no records add up to. */
export const nothingYet: AddedUp = {
  count: 0,
  state: "InProgress",
  workflow: "",
  startedAt: 0,
  updatedAt: 0,
  executions: 0,
  started: 0,
  completed: 0,
  failed: 0,
};

/** What records add up to that come after others. */
export const addUp = (before: AddedUp, records: readonly JournalRecord[]): AddedUp => {
  let { workflow, startedAt, updatedAt, executions, count, started, completed, failed, state } = before;
  for (const record of records) {
    count = record.seq;
    updatedAt = record.at;
    state = "InProgress";
    if (record.type === "module.started") started++;
    else if (record.type === "module.completed") completed++;
    else if (record.type === "module.failed") failed++;
    else if (record.type === "run.started") {
      workflow = record.workflow;
      startedAt = record.at;
      executions = recordedPlan(record.modules).size.executions;
    } else if (record.type === "run.completed") state = "Completed";
    else if (record.type === "run.failed") state = "Failed";
  }
  return { count, state, workflow, startedAt, updatedAt, executions, started, completed, failed };
};
