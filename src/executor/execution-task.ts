import type { Schema } from "../schema/schema.ts";
import type { Tracked } from "../workflow/module.ts";
import { LostInput } from "./execution-inputs.ts";
import type { Decided } from "./execution-reuse.ts";
import type { AttemptCall } from "./execution-scope.ts";
import type { ExecutionSubject } from "./record-batch.ts";
import type { PreparedExperiment, PreparedModule, RunnerSetup } from "./runner-setup.ts";

/** Where an execution stands that is about to be carried out. */
export interface TaskPlace {
  readonly execution: number;
  readonly depth: number;
  /** The first experiment that leads through it. */
  readonly experiment: number;
  /** The execution it reads; undefined for the first module. */
  readonly parent: number | undefined;
}

/**
 * One execution to be carried out: what is recorded of it, what its module is told, and where it stands.
 *
 * One object for all of them: with four, each made from another, an execution allocated 240 bytes more. A class,
 * whose objects V8 makes among the young ones: it took a literal's for long-lived, after a run of which all was kept.
 */
export class ExecutionTask implements ExecutionSubject, AttemptCall {
  readonly execution: number;
  readonly moduleName: string;
  readonly experimentName: string;
  readonly experimentKey: string;
  /** Goes up with every further attempt. */
  attempt: number;
  readonly schemaBefore: Schema | null;
  readonly input: Tracked<unknown>;
  readonly given: PreparedExperiment;
  readonly module: PreparedModule;
  readonly depth: number;
  /** The experiment that it is carried out for: the first that leads through it. */
  readonly experiment: number;
  /** Why its input cannot be had, when it cannot. */
  readonly lost: Error | undefined;
  /** Undefined in a run that can take over nothing. */
  readonly decided: Decided | undefined;

  /** `above`: the label of the path down to the execution it reads, empty where there is none. */
  constructor(
    { modules, log, plan }: Pick<RunnerSetup, "modules" | "log" | "plan">,
    { execution, depth, experiment, parent }: TaskPlace,
    above: string,
    read: Tracked<unknown> | LostInput,
    decided: Decided | undefined,
  ) {
    const module = modules[depth];
    const given = module?.experiments[(execution - 1 - (parent ?? -1)) / plan.subtreeSize(depth)];
    if (module === undefined || given === undefined)
      throw new Error(`the plan has execution ${execution} at depth ${depth}, and the config has not`);
    const isLost = read instanceof LostInput;
    const input = isLost ? read.tracked : read;
    this.execution = execution;
    this.moduleName = module.module.moduleName;
    this.experimentName = given.experimentName;
    this.experimentKey = above === "" ? given.label : `${above}_${given.label}`;
    this.attempt = Math.max(1, log.state.attempt(execution));
    this.schemaBefore = input.schema;
    this.input = input;
    this.given = given;
    this.module = module;
    this.depth = depth;
    this.experiment = experiment;
    this.lost = isLost ? read.cause : undefined;
    this.decided = decided;
  }
}
