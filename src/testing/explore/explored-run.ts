import { encodeRecord } from "../../journal/codec.ts";
import type { AnyModule } from "../../workflow/module.ts";
import type { Walk } from "./explore.ts";
import { ExploredAttempts, type ExploredTimer } from "./explored-attempts.ts";
import { keyOf } from "./explored-key.ts";
import { ExploredProcess } from "./explored-process.ts";
import type { ExploredShape } from "./explored-shape.ts";
import { type ExploredStep, faultsIn, withFault } from "./explored-step.ts";
import { type AppendFault, KeptRun } from "./kept-run.ts";
import { brokenInvariant } from "./run-invariants.ts";

/** What may go wrong in an explored run, beside its order. */
export type ExploredFault = "fail" | "timeout" | AppendFault["kind"];

/** One run on its way through everything that can happen to it, whatever processes work on it. */
export class ExploredRun implements Walk<ExploredStep> {
  readonly #shape: ExploredShape;
  readonly #kinds: readonly ExploredFault[];
  readonly #kept = new KeptRun();
  readonly #called = new Set<string>();
  readonly #failed = new Set<number>();
  /** Executions that ended since the process at work began, in that order. */
  readonly #ended: number[] = [];
  #attempts: ExploredAttempts;
  #nowMs = 0;
  #process: ExploredProcess | undefined;
  #faultsLeft: number;
  #cancelled = false;
  #isEnding = false;
  #refused = false;
  #since: ExploredStep[] = [];
  #wrong: string | undefined;
  #last: ExploredStep | undefined;
  #appends = 0;

  constructor(shape: ExploredShape, faults: number, kinds: readonly ExploredFault[]) {
    this.#shape = shape;
    this.#attempts = new ExploredAttempts(shape);
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
    const next = this.#attempts.next.toSorted((one, other) => one.execution - other.execution);
    const due = (wanted: ExploredTimer["kind"]): ExploredStep[] =>
      next.flatMap(({ kind, execution }) => (kind === wanted ? [{ kind, execution }] : []));
    steps.push(...due("wait"));
    if (!this.mayFail || steps.length === 0) return steps;
    if (this.#kinds.includes("fail")) for (const execution of inProgress) steps.push({ kind: "fail", execution });
    if (this.#kinds.includes("timeout")) steps.push(...due("timeout"));
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
      for (const kind of this.#kinds)
        if (kind !== "fail" && kind !== "timeout") varied.push(withFault(step, { kind, append }));
    return varied;
  }

  take(step: ExploredStep): void {
    this.#last = step;
    this.#faultsLeft -= faultsIn(step);
    const { length: before } = this.#kept.records;
    const wasAppending = this.#process?.appending !== undefined;
    if (step.kind === "begin" || step.kind === "resume") this.#isEnding = this.#refused = false;
    if (step.kind !== "cancel" && step.fault?.kind === "refuse") this.#refused = true;
    if (step.kind === "cancel" || step.fault?.kind === "cancel") this.#cancelled = this.#isEnding = true;
    switch (step.kind) {
      case "begin":
      case "resume":
        this.#ended.length = 0;
        this.#attempts = new ExploredAttempts(this.#shape);
        this.#process = new ExploredProcess(this.#shape, this.#kept, this.#nowMs, this.#onCall);
        this.#process.begin(step.kind === "resume", step.fault);
        break;
      case "fail":
        this.#failed.add(step.execution);
        this.#attempts.failed(step.execution, "error");
        this.#at().settle(step.execution, true, step.fault);
        break;
      case "complete":
        this.#attempts.completed(step.execution);
        this.#at().settle(step.execution, false, step.fault);
        break;
      case "wait":
      case "timeout":
        this.#pass(step);
        break;
      case "append":
        this.#at().endAppend(step.fault);
        break;
      case "cancel":
        this.#at().cancel();
        break;
    }
    if (step.kind === "begin" || step.kind === "resume" || step.kind === "append") this.#since = [];
    else this.#since = wasAppending ? [...this.#since, step] : [step];
    for (const record of this.#kept.records.slice(before)) {
      if (record.type === "module.completed" || record.type === "module.failed") this.#ended.push(record.execution);
      this.#wrong ??= this.#attempts.recorded(record, this.#at().nowMs);
    }
    if (this.#isEnding || this.#refused) this.#attempts.ending();
    this.#nowMs = this.#at().nowMs;
    this.#appends = this.#at().appends;
    this.#look();
  }

  get key(): string {
    return keyOf({
      shape: this.#shape,
      state: this.#kept.state,
      process: this.#process,
      attempts: this.#attempts,
      ended: this.#ended,
      since: this.#since,
      fate: [this.#faultsLeft, this.#cancelled, this.#isEnding, this.#refused],
    });
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
      attempts: this.#attempts,
      ended: this.#ended,
      failed: this.#failed,
      cancelled: this.#cancelled,
      isEnding: this.#isEnding,
    };
  }

  #at(): ExploredProcess {
    if (this.#process === undefined) throw new Error("no process works on the run");
    return this.#process;
  }

  /** Lets time go on to what an execution in progress comes to next. */
  #pass({ kind, execution, fault }: Extract<ExploredStep, { readonly kind: "wait" | "timeout" }>): void {
    const process = this.#at();
    const { next } = this.#attempts;
    const due = next.find((timer) => timer.execution === execution);
    if (due === undefined) throw new Error(`execution ${execution} does not come to its ${kind} next`);
    const attempt = process.attemptOf(execution);
    if (kind === "timeout") {
      this.#failed.add(execution);
      this.#attempts.failed(execution, "timeout");
    } else this.#attempts.completed(execution);
    process.wake(due.dueMs, next.indexOf(due), fault);
    const label = this.#shape.labels[execution] ?? "";
    if (kind === "timeout" && process.attemptOf(execution) === attempt)
      this.#wrong ??= `attempt ${attempt ?? "?"} of ${label} goes on after its timeout`;
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
    this.#attempts.called(execution, this.#at().nowMs);
    const { parent } = state.planned(execution);
    const expected = parent === undefined ? undefined : this.#shape.labels[parent];
    if (args.input.data !== expected)
      this.#wrong ??= `the input of ${label} is ${String(args.input.data)}, not ${String(expected)}`;
  };
}
