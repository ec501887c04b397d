import { type LifecycleState, lifecycleStates } from "../../../machines/lifecycle.ts";
import { makePlan, type Plan } from "../../workflow/plan-tree.ts";
import { recordCode } from "./record-type.ts";
import { noSubject, type RunColumns } from "./run-columns.ts";

/** How many things are in each state. */
export type Counts = Readonly<Record<LifecycleState, number>>;

/** Codes of the states in the columns of a {@link RunFold}, in the order of `lifecycleStates`. */
export const stateCode = { NotStarted: 0, InProgress: 1, Completed: 2, Failed: 3 } as const satisfies Record<
  LifecycleState,
  number
>;

/**
 * The state of a run as a fold over the first `seq` records of its columns: the page's own `RunState`, proved equal to
 * it. It can be moved to any record, forwards and backwards.
 *
 * About 20 ns per record, so moving back begins again at the first: 250,000 records take some 5 ms.
 */
export class RunFold {
  readonly run: RunColumns;
  readonly plan: Plan;
  /** Per execution: its state, by {@link stateCode}. */
  readonly states: Uint8Array;
  /** Per experiment: its state. */
  readonly experimentStates: Uint8Array;
  readonly attempts: Uint32Array;
  /** Per execution: the `seq` of its first record and of the last that moved it; 0 for none. */
  readonly firstSeq: Uint32Array;
  readonly lastSeq: Uint32Array;
  /** Per execution: its place in the sequence. */
  readonly depths: Uint16Array;
  #seq = 0;
  #state: LifecycleState = "NotStarted";
  #executions = new Float64Array(4);
  #experiments = new Float64Array(4);
  #perModule: Float64Array[] = [];
  #blocked = 0;
  #reused = 0;
  #resumptions = 0;
  #changes = 0;

  constructor(run: RunColumns) {
    this.run = run;
    this.plan = makePlan(run.head.modules);
    const { executions, experiments } = this.plan.size;
    this.states = new Uint8Array(executions);
    this.experimentStates = new Uint8Array(experiments);
    this.attempts = new Uint32Array(executions);
    this.firstSeq = new Uint32Array(executions);
    this.lastSeq = new Uint32Array(executions);
    this.depths = depthsOf(this.plan);
    this.#reset();
  }

  /** The number of the last record that counts. */
  get seq(): number {
    return this.#seq;
  }

  /** The state of the run. */
  get state(): LifecycleState {
    return this.#state;
  }

  get executions(): Counts {
    return counts(this.#executions);
  }

  get experiments(): Counts {
    return counts(this.#experiments);
  }

  /** Counts of one module, by its place in the sequence. */
  module(depth: number): Counts {
    return counts(this.#perModule[depth] ?? new Float64Array(4));
  }

  /** Executions that never run because one above them failed; counted as NotStarted too. */
  get blocked(): number {
    return this.#blocked;
  }

  /** Executions whose result was taken over; counted as Completed too. */
  get reused(): number {
    return this.#reused;
  }

  get resumptions(): number {
    return this.#resumptions;
  }

  /** Changes told so far. */
  get changes(): number {
    return this.#changes;
  }

  executionState(execution: number): LifecycleState {
    return lifecycleStates[this.states[execution] ?? 0] ?? "NotStarted";
  }

  experimentState(experiment: number): LifecycleState {
    return lifecycleStates[this.experimentStates[experiment] ?? 0] ?? "NotStarted";
  }

  /** The nearest failed execution above this one, which is why it never ran. */
  blockedBy(execution: number): number | undefined {
    if (this.states[execution] !== stateCode.NotStarted || this.#blocked === 0) return undefined;
    let above = this.plan.execution(execution).parent;
    while (above !== undefined) {
      if (this.states[above] === stateCode.Failed) return above;
      above = this.plan.execution(above).parent;
    }
    return undefined;
  }

  /** Moves to the state after the first `seq` records; beyond the last means the last. */
  seek(seq: number): void {
    const target = Math.max(0, Math.min(this.run.length, Math.trunc(seq)));
    if (target < this.#seq) this.#reset();
    while (this.#seq < target) this.#apply(this.#seq);
  }

  #reset(): void {
    const { executions, experiments } = this.plan.size;
    this.#seq = 0;
    this.#state = "NotStarted";
    this.states.fill(0);
    this.experimentStates.fill(0);
    this.attempts.fill(0);
    this.firstSeq.fill(0);
    this.lastSeq.fill(0);
    this.#executions = Float64Array.of(executions, 0, 0, 0);
    this.#experiments = Float64Array.of(experiments, 0, 0, 0);
    let ofModule = 1;
    this.#perModule = this.plan.modules.map((module) =>
      Float64Array.of((ofModule *= module.experiments.length), 0, 0, 0),
    );
    this.#blocked = 0;
    this.#reused = 0;
    this.#resumptions = 0;
    this.#changes = 0;
  }

  #apply(index: number): void {
    const { type, subject, attempt, flagged, changes } = this.run.columns;
    const [code, about, tried] = [type[index] ?? 0, subject[index] ?? noSubject, attempt[index] ?? 0];
    this.#seq = index + 1;
    switch (code) {
      case recordCode["run.started"]:
        this.#state = "InProgress";
        break;
      case recordCode["run.resumed"]:
        this.#resumptions++;
        break;
      case recordCode["experiment.started"]:
        this.#moveExperiment(about, stateCode.InProgress);
        break;
      case recordCode["experiment.completed"]:
        this.#moveExperiment(about, stateCode.Completed);
        break;
      case recordCode["experiment.failed"]:
        this.#moveExperiment(about, stateCode.Failed);
        break;
      case recordCode["module.started"]:
        this.#moveExecution(about, stateCode.InProgress, tried);
        this.firstSeq[about] = this.#seq;
        break;
      case recordCode["module.retried"]:
        this.#moveExecution(about, stateCode.InProgress, tried + 1);
        break;
      case recordCode["module.completed"]:
        this.#moveExecution(about, stateCode.Completed, tried);
        this.#reused += flagged[index] ?? 0;
        this.#changes += changes[index] ?? 0;
        break;
      case recordCode["module.failed"]:
        this.#moveExecution(about, stateCode.Failed, tried);
        this.#failBelow(about);
        break;
      case recordCode["run.completed"]:
        this.#state = "Completed";
        break;
      case recordCode["run.failed"]:
        this.#state = "Failed";
        break;
      default: // schemas and steps move nothing
    }
  }

  #moveExecution(execution: number, to: number, attempt: number): void {
    const from = this.states[execution] ?? 0;
    this.states[execution] = to;
    this.attempts[execution] = attempt;
    this.lastSeq[execution] = this.#seq;
    move(this.#executions, from, to);
    move(this.#perModule[this.depths[execution] ?? 0], from, to);
  }

  #moveExperiment(experiment: number, to: number): void {
    move(this.#experiments, this.experimentStates[experiment] ?? 0, to);
    this.experimentStates[experiment] = to;
  }

  /** What is below a failed execution never runs, and every other experiment through it failed with it. */
  #failBelow(execution: number): void {
    const { depth, experiment } = this.plan.execution(execution);
    this.#blocked += this.plan.subtreeSize(depth) - 1;
    const end = experiment + this.plan.experimentsBelow(depth);
    for (let other = experiment + 1; other < end; other++) this.#moveExperiment(other, stateCode.Failed);
  }
}

const counts = (column: Float64Array): Counts => ({
  NotStarted: column[0] ?? 0,
  InProgress: column[1] ?? 0,
  Completed: column[2] ?? 0,
  Failed: column[3] ?? 0,
});

const move = (column: Float64Array | undefined, from: number, to: number): void => {
  if (column === undefined) return;
  column[from] = (column[from] ?? 0) - 1;
  column[to] = (column[to] ?? 0) + 1;
};

/** The place in the sequence of each execution, in one pass. */
const depthsOf = (plan: Plan): Uint16Array => {
  const depths = new Uint16Array(plan.size.executions);
  const sizes = plan.modules.map((_, depth) => plan.subtreeSize(depth));
  const fill = (from: number, depth: number): void => {
    const { length } = plan.modules[depth]?.experiments ?? [];
    for (let position = 0; position < length; position++) {
      const at = from + position * (sizes[depth] ?? 1);
      depths[at] = depth;
      if (depth + 1 < plan.modules.length) fill(at + 1, depth + 1);
    }
  };
  fill(0, 0);
  return depths;
};
