/** `runstate/machines`: the state machines, usable inside any XState system. */
export type { ExperimentEvent, ModuleEvent, ModuleReport, RunEmitted, RunEvent } from "./events.ts";
export {
  type ExperimentContext,
  type ExperimentInput,
  type ExperimentMachine,
  experimentMachine,
  type ExperimentOutput,
} from "./experiment.ts";
export { type LeafLogic, leafLogic, type LeafRef, type LeafSnapshot } from "./leaf.ts";
export {
  type LightExperimentLogic,
  lightExperimentLogic,
  type LightExperimentRef,
  type LightExperimentSnapshot,
} from "./light-experiment.ts";
export { type CompletionOrigin, type FailureReason, type LifecycleState, lifecycleStates } from "./lifecycle.ts";
export { type ModuleMachine, moduleMachine, type ModuleOutput } from "./module.ts";
export { type RunContext, type RunInput, type RunMachine, runMachine, type RunOutput } from "./run.ts";
export { isFinal, moduleTransitions, nextModuleState, type TransitionTable } from "./transition-table.ts";
export { idleWork, type WorkInput, type WorkLogic } from "./work.ts";
