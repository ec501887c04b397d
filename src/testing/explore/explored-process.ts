import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Scheduler from "effect/Scheduler";

import { Executor } from "../../executor/executor.ts";
import type { RunOutcome } from "../../executor/outcome.ts";
import type { JournalRecord } from "../../journal/record.ts";
import { defineWorkflow, type ModuleType, type WorkflowDefinition } from "../../workflow/define-workflow.ts";
import type { AnyModule } from "../../workflow/module.ts";
import { withRunParts } from "../run-parts-at-hand.ts";
import { ExploredClock } from "./explored-clock.ts";
import type { ExploredShape } from "./explored-shape.ts";
import { type AppendFault, type KeptRun, ProcessStore } from "./kept-run.ts";
import { SeenActors } from "./seen-actors.ts";
import { StepScheduler } from "./step-scheduler.ts";

/** How a process ended that was not ended from outside. */
export type ProcessEnd =
  | { readonly kind: "outcome"; readonly outcome: RunOutcome }
  /** Its run was rejected; `refusal` is the tag of an expected failure, or what a bug threw. */
  | { readonly kind: "rejected"; readonly refusal: string };

type Args = Parameters<AnyModule["run"]>[0];

/** A module that was called and has not settled. */
interface Call {
  readonly args: Args;
  readonly settle: (end: Effect.Effect<unknown, unknown>) => void;
}

/** A real executor at work on a run, which goes on only when it is told to: one step at a time. */
export class ExploredProcess {
  /** What XState was told of the run. */
  readonly actors = new SeenActors();
  readonly #store: ProcessStore;
  readonly #scheduler = new StepScheduler();
  readonly #executor;
  readonly #calls = new Map<number, Call>();
  readonly #onCall: (execution: number, args: Args) => void;
  readonly #shape: ExploredShape;
  readonly #clock: ExploredClock;
  #end: ProcessEnd | undefined;

  constructor(shape: ExploredShape, kept: KeptRun, nowMs: number, onCall: (execution: number, args: Args) => void) {
    this.#shape = shape;
    this.#clock = new ExploredClock(nowMs);
    this.#onCall = onCall;
    this.#store = new ProcessStore(kept, shape.slowStore, () => this.#executor.cancel());
    const { config, plan, workers, onFailure, policies, resources } = shape;
    const run = (args: Args): unknown => this.#called(args);
    let workflow: WorkflowDefinition<readonly ModuleType[], never> = defineWorkflow("explored");
    for (const [depth, moduleName] of plan.sequence.entries())
      workflow = (workflow as typeof emptyWorkflow).module(moduleName, { ...policies[depth], run });
    const options = { concurrency: workers, onFailure, resources, store: this.#store.service, runId: "explored" };
    this.#executor = new Executor({ workflow, config, ...options, inspect: this.actors.inspect });
  }

  /** Begins the run, or goes on with it when it was begun before. */
  begin(resumes: boolean, fault: AppendFault | undefined): void {
    this.#store.beginStep(fault);
    const { runEffect } = this.#executor;
    const work = resumes ? this.#executor.resumeEffect("explored") : runEffect;
    const scheduler = this.#scheduler;
    const fiber = Effect.runFork(
      work.pipe(
        withRunParts,
        Effect.provideService(Clock.Clock, this.#clock),
        Effect.provideService(Scheduler.Scheduler, scheduler),
      ),
      { scheduler },
    );
    fiber.addObserver((exit) => (this.#end = endOf(exit)));
    scheduler.settle();
  }

  /** Lets the module of an execution in progress settle. */
  settle(execution: number, fails: boolean, fault: AppendFault | undefined): void {
    const call = this.#calls.get(execution);
    if (call === undefined) throw new Error(`the module of execution ${execution} is not in progress`);
    this.#store.beginStep(fault);
    this.#calls.delete(execution);
    call.settle(fails ? moduleFails : Effect.succeed(call.args.experimentKey));
    this.#scheduler.settle();
  }

  /** Lets time go on to this moment, and wakes the sleeper at this place among those it comes to. */
  wake(atMs: number, place: number, fault: AppendFault | undefined): void {
    this.#store.beginStep(fault);
    this.#clock.wakeOne(atMs, place);
    this.#scheduler.settle();
  }

  get nowMs(): number {
    return this.#clock.elapsedMs;
  }

  /** When those wake who sleep. */
  get wakesAtMs(): readonly number[] {
    return this.#clock.wakesAtMs;
  }

  /** The attempt of an execution whose module is in progress. */
  attemptOf(execution: number): number | undefined {
    return this.#calls.get(execution)?.args.attempt;
  }

  /** Lets the append that is under way come to its end. */
  endAppend(fault: AppendFault | undefined): void {
    this.#store.beginStep(fault);
    this.#store.endAppend();
    this.#scheduler.settle();
  }

  cancel(): void {
    this.#store.beginStep(undefined);
    this.#executor.cancel(cancelCause);
    this.#scheduler.settle();
  }

  /** Lets go of it, when its run is over or it is to be no more; a defect may keep it from ending. */
  dispose(): void {
    this.#store.close();
    if (this.#end === undefined) this.#executor.cancel(cancelCause);
    this.#scheduler.settle();
  }

  get end(): ProcessEnd | undefined {
    return this.#end;
  }

  get crashed(): boolean {
    return this.#store.crashed;
  }

  /** What it is appending; undefined when it is not. */
  get appending(): readonly JournalRecord[] | undefined {
    return this.#store.waiting;
  }

  /** How often it appended in the last step. */
  get appends(): number {
    return this.#store.appends;
  }

  /** Executions whose module was called and has not settled, in the order of the plan. */
  get inProgress(): readonly number[] {
    return [...this.#calls.keys()].toSorted((a, b) => a - b);
  }

  /** The executor's own view of its run. */
  get status(): Executor<readonly ModuleType[], never, never>["status"] {
    return this.#executor.status;
  }

  #called(args: Args): Effect.Effect<unknown, unknown> {
    const execution = this.#shape.numbers.get(args.experimentKey) ?? -1;
    return Effect.callback((resume) => {
      this.#onCall(execution, args);
      const call: Call = { args, settle: resume };
      this.#calls.set(execution, call);
      // The next attempt may have been called by then.
      return Effect.sync(() => {
        if (this.#calls.get(execution) === call) this.#calls.delete(execution);
      });
    });
  }
}

const endOf = (exit: Exit.Exit<RunOutcome, { readonly _tag: string }>): ProcessEnd =>
  Exit.match(exit, {
    onSuccess: (outcome): ProcessEnd => ({ kind: "outcome", outcome }),
    onFailure: ({ reasons: [reason] }): ProcessEnd => ({
      kind: "rejected",
      refusal:
        reason?._tag === "Fail" ? reason.error._tag : String(reason?._tag === "Die" ? reason.defect : reason?._tag),
    }),
  });

/** Plain data: an Error would take a stack trace each time. */
const moduleFails = Effect.fail({ name: "Planted", message: "the module fails here" });

const cancelCause = "the explored run was cancelled";

const emptyWorkflow = defineWorkflow("");
