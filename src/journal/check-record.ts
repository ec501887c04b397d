import type { LifecycleState } from "../../machines/lifecycle.ts";
import { JournalError } from "./journal-error.ts";
import {
  checkExperiment,
  checkIndex,
  checkInProgress,
  checkInput,
  checkTransition,
  checkUnderWay,
  foreign,
  refuse,
  wrongOrder,
} from "./check-move.ts";
import type { ExecutionRecord, ExperimentFailed, JournalRecord, RunCompleted, RunFailed } from "./record.ts";
import type { RunState } from "./run-state.ts";

/**
 * Throws a {@link JournalError} when `record` may not be the next record of a run in this state, as far as it is a record
 * that tells: what is a move of an execution or experiment by its numbers alone is checked where that is made.
 *
 * With `check-move.ts` it says which journals are legal: numbers without gaps, names that are those of the plan, the
 * lifecycle of executions, experiments and the run, and no reference to what no record before it holds.
 */
export const checkRecord = (state: RunState, record: JournalRecord): void => {
  if (record.seq !== state.seq + 1)
    throw new JournalError({
      seq: record.seq,
      reason: `it follows record ${state.seq}`,
      remedy: "Records are numbered without gaps: one is missing or doubled.",
    });
  if (record.type !== "run.started") {
    checkUnderWay(state, record.type);
    checkWithin(state, record);
  } else if (state.started !== undefined)
    throw refuse(state, "the run had already started", "A journal holds one run: split the file.");
};

const checkWithin = (state: RunState, record: Exclude<JournalRecord, { type: "run.started" }>): void => {
  switch (record.type) {
    case "run.resumed":
    case "experiment.started":
    case "experiment.completed":
      return;
    case "schema.recorded":
      if (state.knowsSchema(record.fingerprint))
        throw refuse(state, `schema ${record.fingerprint} was recorded before`, "Each schema is told once.");
      return;
    case "experiment.failed":
      return checkExperimentFailed(state, record);
    case "module.started":
      checkNames(state, record);
      if (record.attempt !== 1)
        throw refuse(state, `${labelOf(record)} starts with attempt ${record.attempt}`, wrongOrder);
      return;
    case "module.completed":
      return checkNames(state, record);
    case "step.completed":
      checkNames(state, record);
      return checkInProgress(state, record.type, record.execution, record.attempt);
    case "module.retried":
      checkNames(state, record);
      checkInProgress(state, record.type, record.execution, record.attempt);
      checkTransition(state, record.execution, "module.retry");
      return checkInput(state, record.execution, record.schemaBefore);
    case "module.failed":
      checkNames(state, record);
      checkInProgress(state, record.type, record.execution, record.attempt);
      checkTransition(state, record.execution, "module.fail");
      return checkInput(state, record.execution, record.schemaBefore);
    case "run.completed":
    case "run.failed":
      return checkEnd(state, record);
  }
};

/** The names a record repeats are those of its execution. */
const checkNames = (state: RunState, record: ExecutionRecord): void => {
  const { execution } = record;
  checkIndex(state, "execution", execution, state.plan.size.executions);
  const { moduleName, experimentName } = state.planned(execution);
  if (moduleName !== record.moduleName || experimentName !== record.experimentName)
    throw refuse(
      state,
      `execution ${execution} is ${moduleName}[${experimentName}] in the plan, not ${labelOf(record)}`,
      foreign,
    );
};

const labelOf = (record: ExecutionRecord): string => `${record.moduleName}[${record.experimentName}]`;

const modulesOf = (state: RunState, experiment: number): readonly LifecycleState[] =>
  state.plan.experiment(experiment).executions.map((execution) => state.executionState(execution));

const checkExperimentFailed = (state: RunState, { experiment, reason }: ExperimentFailed): void => {
  checkExperiment(state, experiment, "InProgress");
  const modules = modulesOf(state, experiment);
  const byModule = reason === "module";
  const over = !modules.includes("InProgress") && modules.at(-1) !== "Completed";
  if (!over || modules.includes("Failed") !== byModule)
    throw refuse(
      state,
      `experiment ${experiment} failed for the reason ${reason}, and its modules are ${modules.join(", ")}`,
      wrongOrder,
    );
};

const checkEnd = (state: RunState, record: RunCompleted | RunFailed): void => {
  const { executions, experiments, plan } = state;
  if (executions.InProgress > 0)
    throw refuse(state, `${executions.InProgress} executions are still in progress`, wrongOrder);
  if (experiments.InProgress > 0)
    throw refuse(state, `${experiments.InProgress} experiments are still in progress`, wrongOrder);
  const allCompleted = experiments.Completed === plan.size.experiments;
  if (allCompleted !== (record.type === "run.completed"))
    throw refuse(
      state,
      `${record.type}, but ${experiments.Completed} of ${plan.size.experiments} experiments completed`,
      wrongOrder,
    );
  if (record.type === "run.failed") checkReason(state, record);
};

/** Only a run that was stopped, cancelled or interrupted may leave undone what could have been done. */
const checkReason = (state: RunState, { reason }: RunFailed): void => {
  const { Failed, NotStarted } = state.executions;
  const fromOutside = reason === "cancelled" || reason === "interrupted";
  if (!fromOutside && Failed === 0)
    throw refuse(state, `the run failed for the reason ${reason}, but no execution failed`, wrongOrder);
  if (reason === "error" && NotStarted !== state.blocked)
    throw refuse(state, `${NotStarted - state.blocked} executions neither ran nor were blocked`, wrongOrder);
  if (reason === "stopped" && state.started?.onFailure !== "stop")
    throw refuse(state, 'the run was stopped, but its onFailure is not "stop"', foreign);
};
