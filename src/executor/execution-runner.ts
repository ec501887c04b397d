import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";

import type { ModuleEvent } from "../../machines/events.ts";
import type { CompletionOrigin, FailureReason } from "../../machines/lifecycle.ts";
import type { StoreError } from "../error.ts";
import { asEffect, isAwaited, type Now, nowOf } from "../journal/at-once.ts";
import type { EpochMs } from "../journal/record.ts";
import { type ModulePolicy, retrySchedule } from "../workflow/module-policy.ts";
import { hand } from "../store/held.ts";
import type { ResultRef } from "../store/result-store.ts";
import type { Tracked } from "../workflow/module.ts";
import type { PlannedExperiment } from "../workflow/plan.ts";
import { after } from "./after.ts";
import { type AttemptCancellation, attemptCancellation, attemptModule } from "./attempt-module.ts";
import type { ModuleEnd } from "./call-module.ts";
import type { CancelRequest } from "./cancellation.ts";
import type { ExecutionInput, ExecutionInputs } from "./execution-inputs.ts";
import type { Decided, TakenOver } from "./execution-reuse.ts";
import { ExecutionScope } from "./execution-scope.ts";
import { type AttemptEnd, finishAttempt, withoutSecrets } from "./finish-attempt.ts";
import type { CompletedEnd, ExecutionSubject, FailedEnd, FinishedStep } from "./record-batch.ts";
import { retryDelays, waitFor } from "./retry-delays.ts";
import { type ExperimentActors, noActors } from "./run-actors.ts";
import type { AttemptPlace, PreparedModule, RunnerSetup } from "./runner-setup.ts";

/** How an execution ended, as its actors are told. */
export type ExecutionEnded = Extract<ModuleEvent, { readonly type: "module.complete" | "module.fail" }>;

/** One execution to be carried out. */
export interface ExecutionTask {
  readonly experiment: PlannedExperiment;
  /** The label of the path down to it. */
  readonly experimentKey: string;
  readonly subject: ExecutionSubject;
  readonly depth: number;
  readonly input: ExecutionInput;
  readonly decided: Decided | undefined;
  readonly live: ExperimentActors;
}

/** Carries out executions: calls the module, records what came of it, keeps its result. */
export class ExecutionRunner {
  readonly #setup: RunnerSetup;
  readonly #inputs: ExecutionInputs;
  readonly #untimed: AttemptCancellation;
  readonly #put: (execution: number, tracked: Tracked<unknown>) => Now<ResultRef, StoreError>;
  /** What is said of an end that nothing was waited for: the next start follows on it before anybody else can act. */
  readonly #next: "next" | undefined;

  constructor(setup: RunnerSetup, inputs: ExecutionInputs) {
    this.#setup = setup;
    this.#untimed = attemptCancellation(setup.cancellation, undefined);
    this.#put = nowOf(setup.results.put);
    this.#next = setup.actors === noActors && setup.reuse === undefined ? "next" : undefined;
    this.#inputs = inputs;
  }

  /**
   * Carries out one execution, with as many attempts as its module's policy gives it, or takes it over if so decided.
   *
   * It ends at once where nothing is to be waited for: a module that returns a plain value, in a run that is kept by
   * nobody, needs no Effect, which would cost as much as recording it. What waits is in functions of its own: a function
   * that makes closures, in whatever case, allocates what they hold in every case.
   */
  run(task: ExecutionTask): Now<ExecutionEnded, StoreError> {
    const { experiment, depth, decided } = task;
    if (decided?.kind === "take") return this.#takeOver(task, decided);
    const module = this.#setup.modules[depth];
    if (module === undefined) throw new Error(`${experiment.key} is not in the config`);
    if (module.module.retry !== undefined) return this.#withRetries(task, module, module.module.retry);
    const place = placeFor(task, module);
    return place === undefined ? this.#once(task, module, undefined) : this.#onceAt(task, module, place);
  }

  #withRetries(
    task: ExecutionTask,
    module: PreparedModule,
    retry: NonNullable<ModulePolicy["retry"]>,
  ): Effect.Effect<ExecutionEnded, StoreError> {
    return Effect.gen({ self: this }, () => this.#retried(task, module, retry));
  }

  #onceAt(
    task: ExecutionTask,
    module: PreparedModule,
    place: Now<AttemptPlace | undefined>,
  ): Now<ExecutionEnded, StoreError> {
    return after(place, (found) => this.#once(task, module, found));
  }

  #once(task: ExecutionTask, module: PreparedModule, place: AttemptPlace | undefined): Now<ExecutionEnded, StoreError> {
    const scope = this.#open(task, task.subject, module, undefined);
    const called = this.#call(task, module, scope, place);
    return isAwaited(called) ? this.#settleLater(task, scope, called) : this.#settle(task, scope, called, this.#next);
  }

  /** Ends an execution with what an earlier run found out about it, without calling its module. */
  #takeOver(
    { experiment, subject, depth }: ExecutionTask,
    { tracked: earlier, record, decision }: TakenOver,
  ): Now<ExecutionEnded, StoreError> {
    // What is a secret now need not have been one then.
    const tracked = withoutSecrets(earlier, this.#setup.hidden);
    return this.#complete(subject, depth, tracked, {
      steps: [],
      annotations: record.annotations,
      durationMs: 0,
      origin: "reused",
      reuse: decision,
      schemaAfter: tracked.schema,
      changes: record.changes,
      endsExperiment: this.#isLast(depth) ? experiment.index : undefined,
    });
  }

  #open(
    { experiment, experimentKey, depth, input }: ExecutionTask,
    { moduleName, experimentName, attempt }: ExecutionSubject,
    { module, experiments }: PreparedModule,
    waited: FinishedStep | undefined,
  ): ExecutionScope {
    const { cancellation, clock, hidden } = this.#setup;
    const given = experiments.get(experimentName);
    if (given === undefined) throw new Error(`${experiment.key} is not in the config`);
    return new ExecutionScope({
      experimentKey,
      moduleName,
      experimentName,
      attempt,
      params: hand(given),
      repeat: given.repeat,
      input: input.tracked,
      upstream: (name) => this.#inputs.upstream(experiment, depth, name),
      cancellation: module.timeout === undefined ? this.#untimed : attemptCancellation(cancellation, module.timeout),
      clock,
      redaction: hidden?.redaction,
      waited,
    });
  }

  #call(
    { input }: ExecutionTask,
    { module }: PreparedModule,
    scope: ExecutionScope,
    place: AttemptPlace | undefined,
  ): Now<ModuleEnd> {
    const notCalled = notCalledFor(input.lost, this.#setup.cancellation.request);
    if (notCalled !== undefined) return notCalled;
    return place === undefined
      ? attemptModule(module.run, scope.args, scope.cancellation, module.timeout)
      : attemptModule(place, scope, scope.cancellation, module.timeout);
  }

  /** Ends the only attempt of an execution. */
  #settle(
    task: ExecutionTask,
    scope: ExecutionScope,
    moduleEnd: ModuleEnd,
    next?: "next",
  ): Now<ExecutionEnded, StoreError> {
    const durationMs = scope.close();
    return this.#record(task, task.subject, scope, this.#finish(task.subject, scope, moduleEnd), durationMs, next);
  }

  #settleLater(
    task: ExecutionTask,
    scope: ExecutionScope,
    called: Effect.Effect<ModuleEnd>,
  ): Effect.Effect<ExecutionEnded, StoreError> {
    return Effect.flatMap(called, (moduleEnd) => asEffect(this.#settle(task, scope, moduleEnd)));
  }

  #finish(subject: ExecutionSubject, scope: ExecutionScope, moduleEnd: ModuleEnd): AttemptEnd {
    return finishAttempt(moduleEnd, subject, scope, this.#setup.changes, this.#setup.hidden);
  }

  *#retried(
    task: ExecutionTask,
    module: PreparedModule,
    retry: NonNullable<ModulePolicy["retry"]>,
  ): Generator<Effect.Effect<unknown, StoreError>, ExecutionEnded, unknown> {
    const { cancellation, clock, recorder } = this.#setup;
    const nextDelay = yield* retryDelays(retrySchedule(retry));
    const startedNs = clock.monotonicTimeNanosUnsafe();
    let waited: FinishedStep | undefined;
    for (let { subject } = task; ; subject = { ...subject, attempt: subject.attempt + 1 }) {
      const place = yield* asEffect(placeFor(task, module));
      const scope = this.#open(task, subject, module, waited);
      const called = this.#call(task, module, scope, place);
      const moduleEnd = isAwaited(called) ? yield* called : called;
      const durationMs = scope.close();
      const end = this.#finish(subject, scope, moduleEnd);
      if (end.state === "Failed" && task.input.lost === undefined && isRetried(end.reason)) {
        const delay = yield* nextDelay(end.thrown, clock.currentTimeMillisUnsafe());
        if (Option.isSome(delay)) {
          const delayMs = Duration.toMillis(delay.value);
          const retried = { steps: scope.steps, durationMs, delayMs, thrown: end.thrown };
          task.live.retryModule(yield* asEffect(recorder.executionRetried(subject, retried)), subject.attempt + 1);
          waited = yield* waitFor(delay.value, cancellation, clock);
          continue;
        }
      }
      // The whole of it: the attempts, and the waits between them.
      const wholeMs = subject === task.subject ? durationMs : elapsedMs(startedNs, clock.monotonicTimeNanosUnsafe());
      return yield* asEffect(this.#record(task, subject, scope, end, wholeMs));
    }
  }

  /** Records how an execution ended, with what its last attempt came to. */
  #record(
    { experiment, depth, decided }: ExecutionTask,
    subject: ExecutionSubject,
    { steps, annotations }: ExecutionScope,
    end: AttemptEnd,
    durationMs: number,
    next?: "next",
  ): Now<ExecutionEnded, StoreError> {
    if (end.state === "Failed")
      return this.#fail(subject, {
        steps,
        annotations,
        durationMs,
        endsExperiment: experiment.index,
        reason: end.reason,
        thrown: end.thrown,
        reuse: decided?.decision,
      });
    const completed: CompletedEnd = {
      steps,
      annotations,
      durationMs,
      origin: "executed",
      reuse: decided?.decision,
      schemaAfter: end.tracked.schema,
      changes: end.changes,
      endsExperiment: this.#isLast(depth) ? experiment.index : undefined,
    };
    return this.#complete(subject, depth, end.tracked, completed, next);
  }

  #fail(subject: ExecutionSubject, end: FailedEnd): Now<ExecutionEnded, StoreError> {
    const { reason } = end;
    return after(this.#setup.recorder.executionFailed(subject, end), (at) => ({ type: "module.fail", at, reason }));
  }

  /** Keeps a result, then records it: what is on record as completed can be had. */
  #complete(
    subject: ExecutionSubject,
    depth: number,
    tracked: Tracked<unknown>,
    end: CompletedEnd,
    next?: "next",
  ): Now<ExecutionEnded, StoreError> {
    const kept = this.#put(subject.execution, tracked);
    return isAwaited(kept)
      ? this.#completeLater(subject, depth, end, kept)
      : this.#completed(subject, depth, end, kept, next);
  }

  #completeLater(
    subject: ExecutionSubject,
    depth: number,
    end: CompletedEnd,
    kept: Effect.Effect<ResultRef, StoreError>,
  ): Effect.Effect<ExecutionEnded, StoreError> {
    return Effect.flatMap(kept, (result) => asEffect(this.#completed(subject, depth, end, result)));
  }

  #completed(
    subject: ExecutionSubject,
    depth: number,
    end: CompletedEnd,
    result: ResultRef,
    next?: "next",
  ): Now<ExecutionEnded, StoreError> {
    const { recorder, reuse } = this.#setup;
    reuse?.resultKept(subject.execution, depth, result);
    const at = recorder.executionCompleted(subject, end, result, next);
    return isAwaited(at) ? completedLater(at, end.origin) : completedAt(at, end.origin);
  }

  #isLast(depth: number): boolean {
    return depth === this.#setup.plan.modules.length - 1;
  }
}

/**
 * Where an attempt is carried out, if not here. Waited for before the attempt begins: how long a thread takes to start
 * is no time of the module.
 */
const placeFor = ({ input }: ExecutionTask, { place }: PreparedModule): Now<AttemptPlace | undefined> =>
  input.lost === undefined ? place : undefined;

const completedAt = (at: EpochMs, origin: CompletionOrigin): ExecutionEnded => ({
  type: "module.complete",
  at,
  origin,
});

const completedLater = (
  recorded: Effect.Effect<EpochMs, StoreError>,
  origin: CompletionOrigin,
): Effect.Effect<ExecutionEnded, StoreError> => Effect.map(recorded, (at) => completedAt(at, origin));

/** What the world did is not retried: only what the module did. */
const isRetried = (reason: FailureReason): boolean => reason === "error" || reason === "timeout";

/** A module is not called without its input, nor when its run was cancelled while it waited for this attempt. */
const notCalledFor = (lost: Error | undefined, request: CancelRequest | undefined): ModuleEnd | undefined => {
  if (request !== undefined) return { state: "Failed", reason: request.reason, thrown: request.cause };
  return lost && { state: "Failed", reason: "error", thrown: lost };
};

const elapsedMs = (fromNs: bigint, toNs: bigint): number => Math.max(0, Number(toNs - fromNs) / 1e6);
