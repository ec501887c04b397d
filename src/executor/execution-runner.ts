import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";

import type { ModuleEvent } from "../../machines/events.ts";
import type { CompletionOrigin, FailureReason } from "../../machines/lifecycle.ts";
import type { StoreError } from "../store-error.ts";
import { asEffect, isAwaited, type Now, nowOf } from "../journal/at-once.ts";
import type { EpochMs } from "../journal/record.ts";
import { type ModulePolicy, retrySchedule } from "../workflow/module-policy.ts";
import type { ResultRef } from "../store/result-store.ts";
import type { Tracked } from "../workflow/module.ts";
import { after } from "./after.ts";
import { type AttemptCancellation, attemptCancellation, attemptModule } from "./attempt-module.ts";
import type { ModuleEnd } from "./call-module.ts";
import type { CancelRequest } from "./cancellation.ts";
import type { ExecutionInputs } from "./execution-inputs.ts";
import type { TakenOver } from "./execution-reuse.ts";
import { ExecutionScope, type ScopeHost } from "./execution-scope.ts";
import type { ExecutionTask } from "./execution-task.ts";
import { type AttemptEnd, finishAttempt, withoutSecrets } from "./finish-attempt.ts";
import type { CompletedEnd, ExecutionSubject, FailedEnd, FinishedStep } from "./record-batch.ts";
import { retryDelays, waitFor } from "./retry-delays.ts";
import { type ExperimentActors, noActors } from "./run-actors.ts";
import type { AttemptPlace, RunnerSetup } from "./runner-setup.ts";

/** How an execution ended, as its actors are told. */
export type ExecutionEnded = Extract<ModuleEvent, { readonly type: "module.complete" | "module.fail" }>;

/** Carries out executions: calls the module, records what came of it, keeps its result. */
export class ExecutionRunner {
  readonly #setup: RunnerSetup;
  readonly #untimed: AttemptCancellation;
  readonly #put: (execution: number, tracked: Tracked<unknown>) => Now<ResultRef, StoreError>;
  /** What is said of an end that nothing was waited for: the next start follows on it before anybody else can act. */
  readonly #next: "next" | undefined;
  readonly #host: ScopeHost<ExecutionTask>;

  constructor(setup: RunnerSetup, inputs: ExecutionInputs) {
    this.#setup = setup;
    this.#untimed = attemptCancellation(setup.cancellation, undefined);
    this.#put = nowOf(setup.results.put);
    this.#next = setup.actors === noActors && setup.reuse === undefined ? "next" : undefined;
    this.#host = {
      clock: setup.clock,
      redaction: setup.hidden?.redaction,
      upstream: ({ experiment, depth }, moduleName) => inputs.upstream(experiment, depth, moduleName),
    };
  }

  /**
   * Carries out one execution, with as many attempts as its module's policy gives it, or takes it over if so decided.
   *
   * It ends at once where nothing is to be waited for: a module that returns a plain value, in a run that is kept by
   * nobody, needs no Effect, which would cost as much as recording it. What waits is in functions of its own: a function
   * that makes closures, in whatever case, allocates what they hold in every case.
   */
  run(task: ExecutionTask, live: ExperimentActors): Now<ExecutionEnded, StoreError> {
    const { decided } = task;
    if (decided?.kind === "take") return this.#takeOver(task, decided);
    const { retry } = task.module.module;
    if (retry !== undefined) return this.#withRetries(task, live, retry);
    const place = placeFor(task);
    return place === undefined ? this.#once(task, undefined) : this.#onceAt(task, place);
  }

  #withRetries(
    task: ExecutionTask,
    live: ExperimentActors,
    retry: NonNullable<ModulePolicy["retry"]>,
  ): Effect.Effect<ExecutionEnded, StoreError> {
    return Effect.gen({ self: this }, () => this.#retried(task, live, retry));
  }

  #onceAt(task: ExecutionTask, place: Now<AttemptPlace | undefined>): Now<ExecutionEnded, StoreError> {
    return after(place, (found) => this.#once(task, found));
  }

  #once(task: ExecutionTask, place: AttemptPlace | undefined): Now<ExecutionEnded, StoreError> {
    const scope = this.#open(task, undefined);
    const called = this.#call(task, scope, place);
    return isAwaited(called) ? this.#settleLater(task, scope, called) : this.#settle(task, scope, called, this.#next);
  }

  /** Ends an execution with what an earlier run found out about it, without calling its module. */
  #takeOver(task: ExecutionTask, { tracked: earlier, record, decision }: TakenOver): Now<ExecutionEnded, StoreError> {
    // What is a secret now need not have been one then.
    const tracked = withoutSecrets(earlier, this.#setup.hidden);
    return this.#complete(task, tracked, {
      steps: [],
      annotations: record.annotations,
      durationMs: 0,
      origin: "reused",
      reuse: decision,
      schemaAfter: tracked.schema,
      changes: record.changes,
      endsExperiment: this.#experimentEndingWith(task),
    });
  }

  #open(task: ExecutionTask, waited: FinishedStep | undefined): ExecutionScope<ExecutionTask> {
    const { timeout } = task.module.module;
    const cancellation = timeout === undefined ? this.#untimed : attemptCancellation(this.#setup.cancellation, timeout);
    return new ExecutionScope(task, this.#host, cancellation, waited);
  }

  #call(
    { module: { module }, lost }: ExecutionTask,
    scope: OpenScope,
    place: AttemptPlace | undefined,
  ): Now<ModuleEnd> {
    const notCalled = notCalledFor(lost, this.#setup.cancellation.request);
    if (notCalled !== undefined) return notCalled;
    return place === undefined
      ? attemptModule(module.run, scope.args, scope.cancellation, module.timeout)
      : attemptModule(place, scope, scope.cancellation, module.timeout);
  }

  /** Ends the only attempt of an execution. */
  #settle(task: ExecutionTask, scope: OpenScope, moduleEnd: ModuleEnd, next?: "next"): Now<ExecutionEnded, StoreError> {
    const durationMs = scope.close();
    return this.#record(task, scope, this.#finish(task, scope, moduleEnd), durationMs, next);
  }

  #settleLater(
    task: ExecutionTask,
    scope: OpenScope,
    called: Effect.Effect<ModuleEnd>,
  ): Effect.Effect<ExecutionEnded, StoreError> {
    return Effect.flatMap(called, (moduleEnd) => asEffect(this.#settle(task, scope, moduleEnd)));
  }

  #finish(task: ExecutionTask, scope: OpenScope, moduleEnd: ModuleEnd): AttemptEnd {
    return finishAttempt(moduleEnd, task, scope, this.#setup.changes, this.#setup.hidden);
  }

  *#retried(
    task: ExecutionTask,
    live: ExperimentActors,
    retry: NonNullable<ModulePolicy["retry"]>,
  ): Generator<Effect.Effect<unknown, StoreError>, ExecutionEnded, unknown> {
    const { cancellation, clock, recorder } = this.#setup;
    const nextDelay = yield* retryDelays(retrySchedule(retry));
    const startedNs = clock.monotonicTimeNanosUnsafe();
    let waited: FinishedStep | undefined;
    const { attempt: first } = task;
    for (; ; task.attempt++) {
      const place = yield* asEffect(placeFor(task));
      const scope = this.#open(task, waited);
      const called = this.#call(task, scope, place);
      const moduleEnd = isAwaited(called) ? yield* called : called;
      const durationMs = scope.close();
      const end = this.#finish(task, scope, moduleEnd);
      if (end.state === "Failed" && task.lost === undefined && isRetried(end.reason)) {
        const delay = yield* nextDelay(end.thrown, clock.currentTimeMillisUnsafe());
        if (Option.isSome(delay)) {
          const delayMs = Duration.toMillis(delay.value);
          const retried = { steps: scope.steps, durationMs, delayMs, thrown: end.thrown };
          live.retryModule(yield* asEffect(recorder.executionRetried(task, retried)), task.attempt + 1);
          waited = yield* waitFor(delay.value, cancellation, clock);
          continue;
        }
      }
      // The whole of it: the attempts, and the waits between them.
      const wholeMs = task.attempt === first ? durationMs : elapsedMs(startedNs, clock.monotonicTimeNanosUnsafe());
      return yield* asEffect(this.#record(task, scope, end, wholeMs));
    }
  }

  /** Records how an execution ended, with what its last attempt came to. */
  #record(
    task: ExecutionTask,
    { steps, annotations }: OpenScope,
    end: AttemptEnd,
    durationMs: number,
    next?: "next",
  ): Now<ExecutionEnded, StoreError> {
    const { experiment, decided } = task;
    if (end.state === "Failed")
      return this.#fail(task, {
        steps,
        annotations,
        durationMs,
        endsExperiment: experiment,
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
      endsExperiment: this.#experimentEndingWith(task),
    };
    return this.#complete(task, end.tracked, completed, next);
  }

  #fail(subject: ExecutionSubject, end: FailedEnd): Now<ExecutionEnded, StoreError> {
    const { reason } = end;
    return after(this.#setup.recorder.executionFailed(subject, end), (at) => ({ type: "module.fail", at, reason }));
  }

  /** Keeps a result, then records it: what is on record as completed can be had. */
  #complete(
    task: ExecutionTask,
    tracked: Tracked<unknown>,
    end: CompletedEnd,
    next?: "next",
  ): Now<ExecutionEnded, StoreError> {
    const kept = this.#put(task.execution, tracked);
    return isAwaited(kept) ? this.#completeLater(task, end, kept) : this.#completed(task, end, kept, next);
  }

  #completeLater(
    task: ExecutionTask,
    end: CompletedEnd,
    kept: Effect.Effect<ResultRef, StoreError>,
  ): Effect.Effect<ExecutionEnded, StoreError> {
    return Effect.flatMap(kept, (result) => asEffect(this.#completed(task, end, result)));
  }

  #completed(
    task: ExecutionTask,
    end: CompletedEnd,
    result: ResultRef,
    next?: "next",
  ): Now<ExecutionEnded, StoreError> {
    const { recorder, reuse } = this.#setup;
    reuse?.resultKept(task.execution, task.depth, result);
    const at = recorder.executionCompleted(task, end, result, next);
    return isAwaited(at) ? completedLater(at, end.origin) : completedAt(at, end.origin);
  }

  /** The experiment whose last execution this is, if it is. */
  #experimentEndingWith({ experiment, depth }: ExecutionTask): number | undefined {
    return depth === this.#setup.plan.modules.length - 1 ? experiment : undefined;
  }
}

type OpenScope = ExecutionScope<ExecutionTask>;

/**
 * Where an attempt is carried out, if not here. Waited for before the attempt begins: how long a thread takes to start
 * is no time of the module.
 */
const placeFor = ({ lost, module: { place } }: ExecutionTask): Now<AttemptPlace | undefined> =>
  lost === undefined ? place : undefined;

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
