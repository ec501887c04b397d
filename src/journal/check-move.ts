import type { ModuleEvent } from "../../machines/events.ts";
import { type LifecycleState, lifecycleStates } from "../../machines/lifecycle.ts";
import { nextModuleState } from "../../machines/transition-table.ts";
import { JournalError } from "./journal-error.ts";
import type { SchemaFingerprint } from "../schema/fingerprint-schema.ts";
import type { JournalRecord } from "./record.ts";
import type { RunState } from "./run-state.ts";

/**
 * Which moves of executions and experiments are legal, by their numbers: the lifecycle is that of the machine, and no
 * move refers to what no record before it holds. Each check throws a {@link JournalError} for the record after the last.
 */

/** The states an execution takes an event in, by {@link stateCode}: the machine's table, where nothing is looked up by name. */
const takenIn = (event: ModuleEvent["type"]): readonly boolean[] =>
  lifecycleStates.map((state) => nextModuleState(state, event) !== undefined);

const legal = {
  "module.start": takenIn("module.start"),
  "module.retry": takenIn("module.retry"),
  "module.complete": takenIn("module.complete"),
  "module.fail": takenIn("module.fail"),
} satisfies Record<ModuleEvent["type"], readonly boolean[]>;

export const checkUnderWay = (state: RunState, type: JournalRecord["type"]): void => {
  if (state.state !== "InProgress")
    throw refuse(state, `${type} while the run is ${state.state}`, "Nothing comes before or after a run.");
};

export const checkStart = (state: RunState, execution: number, schemaBefore: SchemaFingerprint | null): void => {
  checkUnderWay(state, "module.started");
  checkIndex(state, "execution", execution, state.plan.size.executions);
  const { parent, experiment } = state.planned(execution);
  if (parent !== undefined && state.executionState(parent) !== "Completed")
    throw refuse(state, `${label(state, execution)} started before the module above it completed`, wrongOrder);
  if (state.experimentState(experiment) !== "InProgress")
    throw refuse(state, `${label(state, execution)} started outside its experiment ${experiment}`, wrongOrder);
  checkTransition(state, execution, "module.start");
  checkInput(state, execution, schemaBefore);
};

export const checkCompletion = (
  state: RunState,
  execution: number,
  attempt: number,
  schemaBefore: SchemaFingerprint | null,
  schemaAfter: SchemaFingerprint | null,
): void => {
  checkUnderWay(state, "module.completed");
  checkIndex(state, "execution", execution, state.plan.size.executions);
  checkInProgress(state, "module.completed", execution, attempt);
  checkTransition(state, execution, "module.complete");
  if (schemaAfter !== null && !state.knowsSchema(schemaAfter))
    throw refuse(state, `it refers to schema ${schemaAfter}, which no record before it holds`, foreign);
  checkInput(state, execution, schemaBefore);
};

export const checkExperimentStart = (state: RunState, experiment: number): void => {
  checkUnderWay(state, "experiment.started");
  checkExperiment(state, experiment, "NotStarted");
};

export const checkExperimentCompletion = (state: RunState, experiment: number): void => {
  checkUnderWay(state, "experiment.completed");
  checkExperiment(state, experiment, "InProgress");
  if (state.executionState(state.plan.leaf(experiment)) !== "Completed")
    throw refuse(state, `experiment ${experiment} completed before its last module`, wrongOrder);
};

export const checkExperiment = (state: RunState, experiment: number, expected: LifecycleState): void => {
  checkIndex(state, "experiment", experiment, state.plan.size.experiments);
  const now = state.experimentState(experiment);
  if (now !== expected) throw refuse(state, `experiment ${experiment} is ${now}`, wrongOrder);
};

export const checkTransition = (state: RunState, execution: number, event: ModuleEvent["type"]): void => {
  if (legal[event][state.executionCode(execution)] !== true)
    throw refuse(
      state,
      `${event} is not legal for ${label(state, execution)}, which is ${state.executionState(execution)}`,
      wrongOrder,
    );
};

export const checkInProgress = (
  state: RunState,
  type: JournalRecord["type"],
  execution: number,
  attempt: number,
): void => {
  const now = state.executionState(execution);
  if (now !== "InProgress") throw refuse(state, `${type} for ${label(state, execution)}, which is ${now}`, wrongOrder);
  const current = state.attempt(execution);
  if (attempt !== current)
    throw refuse(state, `attempt ${attempt} of ${label(state, execution)}, which is at attempt ${current}`, wrongOrder);
};

/** The input of an execution is the output of the one above it. */
export const checkInput = (state: RunState, execution: number, schemaBefore: SchemaFingerprint | null): void => {
  const { parent } = state.planned(execution);
  const above = parent === undefined ? null : state.schemaAfter(parent);
  if (schemaBefore !== above)
    throw refuse(
      state,
      `the input of ${label(state, execution)} has schema ${String(schemaBefore)}, the module above put out ${String(above)}`,
      foreign,
    );
};

export const checkIndex = (state: RunState, what: string, index: number, size: number): void => {
  if (!Number.isInteger(index) || index < 0 || index >= size)
    throw refuse(state, `the plan has no ${what} ${index}`, foreign);
};

export const wrongOrder = "The lifecycle is NotStarted → InProgress → Completed | Failed.";
export const foreign = "The record belongs to another run, or the file was edited.";

const label = (state: RunState, execution: number): string => {
  const { moduleName, experimentName } = state.planned(execution);
  return `${moduleName}[${experimentName}]`;
};

/** Refuses what would be the next record. */
export const refuse = (state: RunState, reason: string, remedy: string): JournalError =>
  new JournalError({ seq: state.seq + 1, reason, remedy });
