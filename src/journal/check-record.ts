import type { LifecycleState } from "../../machines/lifecycle.ts";
import { nextModuleState } from "../../machines/transition-table.ts";
import { JournalError } from "../error.ts";
import type { SchemaFingerprint } from "../schema/fingerprint-schema.ts";
import type {
  ExecutionRecord,
  ExperimentCompleted,
  ExperimentFailed,
  ExperimentStarted,
  JournalRecord,
  ModuleStarted,
  RunCompleted,
  RunFailed,
  StepCompleted,
} from "./record.ts";
import type { RunState } from "./run-state.ts";

/**
 * Throws a {@link JournalError} when `record` may not be the next record of a run in this state.
 *
 * The one place that says which journals are legal: numbers without gaps, the lifecycle of executions (from the
 * machine's table), experiments and the run, and no reference to what no record before it holds.
 */
export const checkRecord = (state: RunState, record: JournalRecord): void => {
  if (record.seq !== state.seq + 1)
    throw refuse(
      record,
      `it follows record ${state.seq}`,
      "Records are numbered without gaps: one is missing or doubled.",
    );
  if (record.type === "run.started") {
    if (state.started !== undefined)
      throw refuse(record, "the run had already started", "A journal holds one run: split the file.");
  } else if (state.state !== "InProgress") {
    throw refuse(record, `${record.type} while the run is ${state.state}`, "Nothing comes before or after a run.");
  } else {
    checkWithin(state, record);
  }
};

const checkWithin = (state: RunState, record: Exclude<JournalRecord, { type: "run.started" }>): void => {
  switch (record.type) {
    case "run.resumed":
      return;
    case "schema.recorded":
      if (state.knowsSchema(record.fingerprint))
        throw refuse(record, `schema ${record.fingerprint} was recorded before`, "Each schema is told once.");
      return;
    case "experiment.started":
      return checkExperiment(state, record, "NotStarted");
    case "experiment.completed":
      return checkExperimentCompleted(state, record);
    case "experiment.failed":
      return checkExperimentFailed(state, record);
    case "module.started":
      return checkStart(state, record);
    case "step.completed":
      return checkInProgress(state, record);
    case "module.retried":
      checkInProgress(state, record);
      checkTransition(state, record, "module.retry");
      return checkInput(state, record);
    case "module.completed":
      checkInProgress(state, record);
      checkTransition(state, record, "module.complete");
      checkSchema(state, record, record.schemaAfter);
      return checkInput(state, record);
    case "module.failed":
      checkInProgress(state, record);
      checkTransition(state, record, "module.fail");
      return checkInput(state, record);
    case "run.completed":
    case "run.failed":
      return checkEnd(state, record);
  }
};

const checkStart = (state: RunState, record: ModuleStarted): void => {
  checkKnown(state, record);
  const { parent, experiment } = state.planned(record.execution);
  if (parent !== undefined && state.executionState(parent) !== "Completed")
    throw refuse(record, `${label(record)} started before the module above it completed`, wrongOrder);
  if (record.attempt !== 1) throw refuse(record, `${label(record)} starts with attempt ${record.attempt}`, wrongOrder);
  if (state.experimentState(experiment) !== "InProgress")
    throw refuse(record, `${label(record)} started outside its experiment ${experiment}`, wrongOrder);
  checkTransition(state, record, "module.start");
  checkInput(state, record);
};

const checkTransition = (
  state: RunState,
  record: ExecutionRecord,
  event: Parameters<typeof nextModuleState>[1],
): void => {
  const from = state.executionState(record.execution);
  if (nextModuleState(from, event) === undefined)
    throw refuse(record, `${event} is not legal for ${label(record)}, which is ${from}`, wrongOrder);
};

const checkInProgress = (state: RunState, record: ExecutionRecord): void => {
  checkKnown(state, record);
  const now = state.executionState(record.execution);
  if (now !== "InProgress") throw refuse(record, `${record.type} for ${label(record)}, which is ${now}`, wrongOrder);
  const attempt = state.attempt(record.execution);
  if (record.attempt !== attempt)
    throw refuse(record, `attempt ${record.attempt} of ${label(record)}, which is at attempt ${attempt}`, wrongOrder);
};

const checkKnown = (state: RunState, record: ExecutionRecord): void => {
  checkIndex(record, "execution", record.execution, state.plan.size.executions);
  const { moduleName, experimentName } = state.planned(record.execution);
  if (moduleName !== record.moduleName || experimentName !== record.experimentName)
    throw refuse(
      record,
      `execution ${record.execution} is ${moduleName}[${experimentName}] in the plan, not ${label(record)}`,
      foreign,
    );
};

const checkSchema = (state: RunState, record: JournalRecord, fingerprint: SchemaFingerprint | null): void => {
  if (fingerprint !== null && !state.knowsSchema(fingerprint))
    throw refuse(record, `it refers to schema ${fingerprint}, which no record before it holds`, foreign);
};

/** The input of an execution is the output of the one above it. */
const checkInput = (state: RunState, record: Exclude<ExecutionRecord, StepCompleted>): void => {
  const { parent } = state.planned(record.execution);
  const above = parent === undefined ? null : state.schemaAfter(parent);
  if (record.schemaBefore !== above)
    throw refuse(
      record,
      `the input of ${label(record)} has schema ${String(record.schemaBefore)}, the module above put out ${String(above)}`,
      foreign,
    );
};

const checkExperiment = (
  state: RunState,
  record: ExperimentStarted | ExperimentCompleted | ExperimentFailed,
  expected: LifecycleState,
): void => {
  checkIndex(record, "experiment", record.experiment, state.plan.size.experiments);
  const now = state.experimentState(record.experiment);
  if (now !== expected) throw refuse(record, `experiment ${record.experiment} is ${now}`, wrongOrder);
};

const modulesOf = (state: RunState, experiment: number): readonly LifecycleState[] =>
  state.plan.experiment(experiment).executions.map((execution) => state.executionState(execution));

const checkExperimentCompleted = (state: RunState, record: ExperimentCompleted): void => {
  checkExperiment(state, record, "InProgress");
  if (state.executionState(state.plan.leaf(record.experiment)) !== "Completed")
    throw refuse(record, `experiment ${record.experiment} completed before its last module`, wrongOrder);
};

const checkExperimentFailed = (state: RunState, record: ExperimentFailed): void => {
  checkExperiment(state, record, "InProgress");
  const modules = modulesOf(state, record.experiment);
  const byModule = record.reason === "module";
  const over = !modules.includes("InProgress") && modules.at(-1) !== "Completed";
  if (!over || modules.includes("Failed") !== byModule)
    throw refuse(
      record,
      `experiment ${record.experiment} failed for the reason ${record.reason}, and its modules are ${modules.join(", ")}`,
      wrongOrder,
    );
};

const checkEnd = (state: RunState, record: RunCompleted | RunFailed): void => {
  const { executions, experiments, plan } = state;
  if (executions.InProgress > 0)
    throw refuse(record, `${executions.InProgress} executions are still in progress`, wrongOrder);
  if (experiments.InProgress > 0)
    throw refuse(record, `${experiments.InProgress} experiments are still in progress`, wrongOrder);
  const allCompleted = experiments.Completed === plan.size.experiments;
  if (allCompleted !== (record.type === "run.completed"))
    throw refuse(
      record,
      `${record.type}, but ${experiments.Completed} of ${plan.size.experiments} experiments completed`,
      wrongOrder,
    );
  if (record.type === "run.failed") checkReason(state, record);
};

/** Only a run that was stopped, cancelled or interrupted may leave undone what could have been done. */
const checkReason = (state: RunState, record: RunFailed): void => {
  const { Failed, NotStarted } = state.executions;
  const fromOutside = record.reason === "cancelled" || record.reason === "interrupted";
  if (!fromOutside && Failed === 0)
    throw refuse(record, `the run failed for the reason ${record.reason}, but no execution failed`, wrongOrder);
  if (record.reason === "error" && NotStarted !== state.blocked)
    throw refuse(record, `${NotStarted - state.blocked} executions neither ran nor were blocked`, wrongOrder);
  if (record.reason === "stopped" && state.started?.onFailure !== "stop")
    throw refuse(record, 'the run was stopped, but its onFailure is not "stop"', foreign);
};

const checkIndex = (record: JournalRecord, what: string, index: number, size: number): void => {
  if (!Number.isInteger(index) || index < 0 || index >= size)
    throw refuse(record, `the plan has no ${what} ${index}`, foreign);
};

const wrongOrder = "The lifecycle is NotStarted → InProgress → Completed | Failed.";
const foreign = "The record belongs to another run, or the file was edited.";

const label = (record: ExecutionRecord): string => `${record.moduleName}[${record.experimentName}]`;

const refuse = (record: JournalRecord, reason: string, remedy: string): JournalError =>
  new JournalError({ seq: record.seq, reason, remedy });
