import { encodeRecord } from "../../journal/codec.ts";
import type { JournalRecord } from "../../journal/record.ts";
import type { AnyModule } from "../../workflow/module.ts";
import type { Walk } from "./explore.ts";
import { ExploredProcess } from "./explored-process.ts";
import type { ExploredShape } from "./explored-shape.ts";
import { type ExploredStep, faultsIn, withFault } from "./explored-step.ts";
import { type AppendFault, KeptRun } from "./kept-run.ts";
import { brokenInvariant } from "./run-invariants.ts";

/** What may go wrong in an explored run, beside its order. */
export type ExploredFault = "fail" | AppendFault["kind"];

/** One run on its way through everything that can happen to it, whatever processes work on it. */
export class ExploredRun implements Walk<ExploredStep> {
  readonly #shape: ExploredShape;
  readonly #kinds: readonly ExploredFault[];
  readonly #kept = new KeptRun();
  readonly #called = new Set<string>();
  readonly #failed = new Set<number>();
  /** Executions that completed since the process at work began, in that order: what the order of its frontier follows from. */
  readonly #completed: number[] = [];
  #process: ExploredProcess | undefined;
  #faultsLeft: number;
  #cancelled = false;
  #isEnding = false;
  #refused = false;
  /** What happened since the append that is under way began: the order in which others wait for their turn. */
  #since: ExploredStep[] = [];
  #wrong: string | undefined;
  #last: ExploredStep | undefined;
  #appends = 0;

  constructor(shape: ExploredShape, faults: number, kinds: readonly ExploredFault[]) {
    this.#shape = shape;
    this.#faultsLeft = faults;
    this.#kinds = kinds;
  }

  steps(): readonly ExploredStep[] {
    const { state } = this.#kept.state;
    if (this.#process === undefined) {
      if (state === "NotStarted") return [{ kind: "begin" }];
      return state === "InProgress" ? [{ kind: "resume" }] : [];
    }
    const { inProgress } = this.#process;
    const steps: ExploredStep[] = inProgress.map((execution) => ({ kind: "complete", execution }));
    if (this.#process.appending !== undefined) steps.push({ kind: "append" });
    if (!this.mayFail || steps.length === 0) return steps;
    if (this.#kinds.includes("fail")) for (const execution of inProgress) steps.push({ kind: "fail", execution });
    if (this.#kinds.includes("cancel")) steps.push({ kind: "cancel" });
    return steps;
  }

  /** Whether another fault may still happen. */
  get mayFail(): boolean {
    return this.#faultsLeft > 0;
  }

  /** The lines of the journal that is kept of it. */
  get journal(): readonly string[] {
    return this.#kept.records.map(encodeRecord);
  }

  /** The same step with a fault at each of its appends in turn. */
  variants(): readonly ExploredStep[] {
    const step = this.#last;
    if (step === undefined || step.kind === "cancel" || step.fault !== undefined || !this.mayFail) return [];
    const varied: ExploredStep[] = [];
    for (let append = 1; append <= this.#appends; append++)
      for (const kind of this.#kinds) if (kind !== "fail") varied.push(withFault(step, { kind, append }));
    return varied;
  }

  take(step: ExploredStep): void {
    this.#last = step;
    this.#faultsLeft -= faultsIn(step);
    const { length: before } = this.#kept.records;
    if (step.kind === "begin" || step.kind === "resume") this.#isEnding = this.#refused = false;
    if (step.kind !== "cancel" && step.fault?.kind === "refuse") this.#refused = true;
    if (step.kind === "cancel" || step.fault?.kind === "cancel") this.#cancelled = this.#isEnding = true;
    switch (step.kind) {
      case "begin":
      case "resume":
        this.#completed.length = 0;
        this.#process = new ExploredProcess(this.#shape, this.#kept, this.#onCall);
        this.#process.begin(step.kind === "resume", step.fault);
        break;
      case "fail":
        this.#failed.add(step.execution);
        this.#at().settle(step.execution, true, step.fault);
        break;
      case "complete":
        this.#at().settle(step.execution, false, step.fault);
        break;
      case "append":
        this.#at().endAppend(step.fault);
        break;
      case "cancel":
        this.#at().cancel();
        break;
    }
    if (step.kind === "complete" || step.kind === "fail" || step.kind === "cancel") this.#since.push(step);
    else this.#since = [];
    for (const record of this.#kept.records.slice(before))
      if (record.type === "module.completed") this.#completed.push(record.execution);
    this.#appends = this.#at().appends;
    this.#look();
  }

  get key(): string {
    const { state } = this.#kept;
    const { plan } = this.#shape;
    let executions = "";
    for (let execution = 0; execution < plan.size.executions; execution++) {
      const now = state.executionState(execution);
      executions += now === "InProgress" ? `i${state.attempt(execution)}` : now.charAt(0);
    }
    let experiments = "";
    for (let experiment = 0; experiment < plan.size.experiments; experiment++)
      experiments += state.experimentState(experiment).charAt(0);
    const process = this.#process;
    const open = this.#completed.filter((execution) => this.#hasOpenBelow(execution));
    const appending = process?.appending?.map((record) => [record.type, subjectOf(record)]);
    const live = process && [process.inProgress, open, appending && [appending, this.#since]];
    return JSON.stringify([
      executions,
      experiments,
      state.state,
      live,
      this.#faultsLeft,
      this.#cancelled,
      this.#isEnding,
      this.#refused,
    ]);
  }

  broken(): string | undefined {
    return this.#kept.illegal ?? this.#wrong ?? brokenInvariant(this.#moment());
  }

  dispose(): void {
    this.#process?.dispose();
    this.#process = undefined;
  }

  #moment() {
    return {
      shape: this.#shape,
      kept: this.#kept,
      process: this.#process,
      failed: this.#failed,
      cancelled: this.#cancelled,
      isEnding: this.#isEnding,
    };
  }

  #at(): ExploredProcess {
    if (this.#process === undefined) throw new Error("no process works on the run");
    return this.#process;
  }

  /** Whether something below a completed execution is still to be started by whoever gets to it. */
  #hasOpenBelow(execution: number): boolean {
    const { plan } = this.#shape;
    const { depth } = this.#kept.state.planned(execution);
    const below = plan.modules[depth + 1]?.experiments.length ?? 0;
    for (let at = 1; at < below; at++)
      if (this.#kept.state.executionState(execution + 1 + at * plan.subtreeSize(depth + 1)) === "NotStarted")
        return true;
    return false;
  }

  /** Lets go of a process that ended before its run was over. */
  #look(): void {
    const process = this.#at();
    const { end } = process;
    if (end?.kind === "rejected" && !(this.#refused && end.refusal === "StoreError"))
      this.#wrong ??= `the run was rejected: ${end.refusal}`;
    // Others may have been about to append when it was refused; then the run is over after them.
    const goesOn = end?.kind !== "rejected" && !process.crashed;
    if (this.#refused && goesOn && process.appending === undefined)
      this.#wrong ??= "the store refused a write, and the run went on";
    if (goesOn) return;
    process.dispose();
    this.#process = undefined;
    this.#isEnding = this.#refused = false;
  }

  readonly #onCall = (execution: number, args: Parameters<AnyModule["run"]>[0]): void => {
    const { state } = this.#kept;
    const label = this.#shape.labels[execution] ?? args.experimentKey;
    const call = `${execution}#${args.attempt}`;
    const now = state.executionState(execution);
    if (now !== "InProgress" || state.attempt(execution) !== args.attempt)
      this.#wrong ??= `attempt ${args.attempt} of ${label} was called while on record it is ${now}, attempt ${state.attempt(execution)}`;
    if (this.#called.has(call)) this.#wrong ??= `attempt ${args.attempt} of ${label} was called twice`;
    this.#called.add(call);
    const { parent } = state.planned(execution);
    const expected = parent === undefined ? undefined : this.#shape.labels[parent];
    if (args.input.data !== expected)
      this.#wrong ??= `the input of ${label} is ${String(args.input.data)}, not ${String(expected)}`;
  };
}

/** Which execution or experiment a record is about. */
const subjectOf = (record: JournalRecord): number | undefined => {
  if ("execution" in record) return record.execution;
  return "experiment" in record ? record.experiment : undefined;
};
