/** `runstate/testing`: laws and random values to test workflows and stores with, on `fast-check`. */

// Random values
export { workflowConfig, type WorkflowConfigOptions } from "./arbitraries/workflow-config.ts";
export { schema, type SchemaOptions } from "./arbitraries/schema.ts";
export { frame, type FrameOptions, type Row } from "./arbitraries/frame.ts";
export { schemaEdit, type SchemaEdit } from "./arbitraries/schema-edit.ts";
export { journal, type JournalOptions } from "./arbitraries/journal.ts";
export { illegalJournal, type IllegalJournal } from "./arbitraries/illegal-journal.ts";

// Checking a workflow
export { type CheckOptions, type CheckReport, checkWorkflow } from "./check-workflow.ts";
export { Counterexample, type CounterexampleParts } from "./counterexample.ts";
export { type ExecutionFacts, type FactsOf, type Holds, type Law, law, pathLaw, type PathFacts } from "./laws/law.ts";
export { type AskedLaw, NeverAsked, type UnaskedLaw } from "./laws/never-asked.ts";
export { deterministic, idempotent } from "./laws/repeat-laws.ts";
export { preserves, produces, type SchemaContract } from "./laws/schema-laws.ts";
export type {
  Fault,
  FaultKind,
  FaultyAttempts,
  GarbageKind,
  ModuleFault,
  RunFault,
  ThrownKind,
} from "./faults/fault.ts";
export { type FaultOptions, type FaultScript, faultScript } from "./faults/fault-script.ts";
export type { Trial } from "./trial/trial.ts";

// Every order of a small run
export {
  describeExploration,
  type Exploration,
  exploreRun,
  type ExploreOptions,
  type RunCounterexample,
} from "./explore-run.ts";
export type { ExploredFault } from "./explore/explored-run.ts";
export type { ExploredPolicy } from "./explore/explored-policy.ts";
export type { ExploredStep } from "./explore/explored-step.ts";
export type { AppendFault } from "./explore/kept-run.ts";

// Random commands
export {
  type MachineCommand,
  machineCommands,
  type MachineCommandsOptions,
  type MachineModel,
  machineModel,
} from "./commands/machine-commands.ts";
export { type StatusCommand, statusCommands, type StatusCommandsOptions } from "./commands/status-commands.ts";
export { type LiveExecutor, type RunEnd, StatusModel } from "./commands/status-model.ts";

// Laws of a store
export { LawBroken } from "./law-broken.ts";
export type { ProofFailure } from "./store-law.ts";
export type { StoreSubject } from "./store-subject.ts";
export { type StoreClaim, storeSuite } from "./store-suite.ts";
