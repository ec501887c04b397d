import type { JournalRecord } from "../../journal/record.ts";
import type { ExploredAttempts } from "./explored-attempts.ts";
import type { ExploredProcess } from "./explored-process.ts";
import type { ExploredShape } from "./explored-shape.ts";
import type { ExploredStep } from "./explored-step.ts";
import type { KeptRun } from "./kept-run.ts";

/** What the further course of a run follows from. */
export interface KeyParts {
  readonly shape: ExploredShape;
  readonly state: KeptRun["state"];
  readonly process: ExploredProcess | undefined;
  readonly attempts: ExploredAttempts;
  /** Executions that ended since the process at work began, in that order. */
  readonly ended: readonly number[];
  /** What happened since the append that is under way began: the order in which others wait for their turn. */
  readonly since: readonly ExploredStep[];
  /** How many faults are left, and which have come that end it. */
  readonly fate: readonly (number | boolean)[];
}

/** The name of a state: the same for two runs exactly when they can go on in the same ways. */
export const keyOf = (parts: KeyParts): string => {
  const { shape, state, process, attempts, since, fate } = parts;
  const { executions: count, experiments: width } = shape.plan.size;
  let executions = "";
  for (let execution = 0; execution < count; execution++) {
    const now = state.executionState(execution);
    executions +=
      now === "InProgress" ? `i${state.attempt(execution)}.${attempts.failuresOf(execution)}` : now.charAt(0);
  }
  let experiments = "";
  for (let experiment = 0; experiment < width; experiment++) experiments += state.experimentState(experiment).charAt(0);
  const appending = process?.appending?.map((record) => [record.type, subjectOf(record)]);
  const live = process && [
    process.inProgress,
    orderOf(parts),
    attempts.timers
      .map(({ kind, execution, dueMs }) => [execution, kind, dueMs - process.nowMs] as const)
      .toSorted(([one], [other]) => one - other),
    appending && [appending, since],
  ];
  return JSON.stringify([executions, experiments, state.state, live, ...fate]);
};

/**
 * What the order of all that is ready follows from. A frontier is ordered by what completed above what is open. Who waits
 * for a limit came to it at the end of something, whether that opened anything or not: as long as somebody may have to
 * wait, it is every end.
 */
const orderOf = (parts: KeyParts): readonly number[] =>
  mayWait(parts) ? parts.ended : parts.ended.filter((execution) => hasOpenBelow(parts, execution));

/** Whether an execution that takes of a limit is still to be taken up by the process at work. */
const mayWait = ({ shape: { plan, limits }, state, attempts }: KeyParts): boolean => {
  if (limits.length === 0 || state.state !== "InProgress") return false;
  for (let execution = 0; execution < plan.size.executions; execution++) {
    const now = state.executionState(execution);
    const isOpen = now === "NotStarted" || (now === "InProgress" && !attempts.isTakenUp(execution));
    if (isOpen && limits.some(({ takes }) => (takes[plan.execution(execution).depth] ?? 0) > 0)) return true;
  }
  return false;
};

/** Whether something below a completed execution is still to be started by whoever gets to it. */
const hasOpenBelow = ({ shape: { plan }, state }: KeyParts, execution: number): boolean => {
  if (state.executionState(execution) !== "Completed") return false;
  const { depth } = state.planned(execution);
  const below = plan.modules[depth + 1]?.experiments.length ?? 0;
  for (let at = 1; at < below; at++)
    if (state.executionState(execution + 1 + at * plan.subtreeSize(depth + 1)) === "NotStarted") return true;
  return false;
};

/** Which execution or experiment a record is about. */
const subjectOf = (record: JournalRecord): number | undefined => {
  if ("execution" in record) return record.execution;
  return "experiment" in record ? record.experiment : undefined;
};
