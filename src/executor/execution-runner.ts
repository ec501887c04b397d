import { Duration, Effect, Option } from "effect";

import type { ModuleEvent } from "../../machines/events.ts";
import type { FailureReason } from "../../machines/lifecycle.ts";
import { type StoreError, StoredValueError } from "../error.ts";
import type { RecordRedaction } from "../journal/record-redaction.ts";
import { retrySchedule } from "../workflow/module-policy.ts";
import type { AnyModule, Tracked } from "../workflow/module.ts";
import type { Plan, PlannedExperiment } from "../workflow/plan.ts";
import { reusePolicyOf } from "../workflow/reuse-policy.ts";
import { attemptCancellation, attemptModule } from "./attempt-module.ts";
import type { ModuleEnd } from "./call-module.ts";
import type { CancelRequest } from "./cancellation.ts";
import type { ChangeFinder } from "./change-finder.ts";
import { describeResult } from "./describe-result.ts";
import { ExecutionScope } from "./execution-scope.ts";
import type { Decided, TakenOver } from "./execution-reuse.ts";
import type { ExecutionSubject, FinishedStep } from "./record-batch.ts";
import { retryDelays, waitFor } from "./retry-delays.ts";
import type { ExperimentActors } from "./run-actors.ts";
import type { RunnerSetup } from "./runner-setup.ts";

/** How an execution ended, as its actors are told. */
export type ExecutionEnded = Extract<ModuleEvent, { readonly type: "module.complete" | "module.fail" }>;

/** What an execution reads, and why it cannot be had when it cannot. */
export interface ExecutionInput {
  readonly tracked: Tracked<unknown>;
  readonly lost?: Error;
}

/** Carries out executions: calls the module, records what came of it, keeps its result. */
export class ExecutionRunner {
  readonly #setup: RunnerSetup;
  #busyMs = 0;

  constructor(setup: RunnerSetup) {
    this.#setup = setup;
  }

  /** How long modules have worked since this was last asked for. */
  takeBusyMs(): number {
    const busyMs = this.#busyMs;
    this.#busyMs = 0;
    return busyMs;
  }

  /** Ends an execution with what an earlier run found out about it, without calling its module. */
  *#takeOver(
    experiment: PlannedExperiment,
    subject: ExecutionSubject,
    depth: number,
    { tracked: earlier, record, decision }: TakenOver,
  ): Generator<Effect.Effect<unknown, StoreError>, ExecutionEnded, unknown> {
    const { recorder, plan, hidden } = this.#setup;
    // What is a secret now need not have been one then.
    const tracked = withoutSecrets(earlier, hidden);
    const result = yield* this.#keep(subject.execution, depth, tracked);
    const at = yield* recorder.executionCompleted(subject, {
      steps: [],
      annotations: record.annotations,
      durationMs: 0,
      result,
      origin: "reused",
      reuse: decision,
      schemaAfter: tracked.schema,
      changes: record.changes,
      endsExperiment: depth === plan.modules.length - 1 ? experiment.index : undefined,
    });
    return { type: "module.complete", at, origin: "reused" };
  }

  *#keep(
    execution: number,
    depth: number,
    tracked: Tracked<unknown>,
  ): Generator<Effect.Effect<unknown, StoreError>, string, unknown> {
    const ref = yield* this.#setup.results.put(execution, tracked);
    this.#setup.reuse?.resultKept(execution, depth, ref);
    return ref;
  }

  /** What the execution at `depth` of an experiment reads; lost when it was not stored and the run was resumed. */
  inputOf(experiment: PlannedExperiment, depth: number): ExecutionInput {
    if (depth === 0) return { tracked: noInput };
    const { log, results } = this.#setup;
    const above = experiment.executions[depth - 1] ?? -1;
    const schema = (): Tracked<unknown>["schema"] => log.state.schema(log.state.schemaAfter(above));
    try {
      const tracked = results.get(above);
      if (tracked !== undefined) return { tracked };
      return { tracked: { data: undefined, schema: schema() }, lost: lostResult(experiment, depth - 1) };
    } catch (thrown) {
      // A stored result that is damaged fails what would have read it, and nothing else.
      if (!(thrown instanceof StoredValueError)) throw thrown;
      return { tracked: { data: undefined, schema: schema() }, lost: thrown };
    }
  }

  /** The result of an earlier module on the path. */
  #upstream(experiment: PlannedExperiment, depth: number): Tracked<unknown> {
    const kept = this.#setup.results.get(experiment.executions[depth] ?? -1);
    if (kept === undefined) throw lostResult(experiment, depth);
    return kept;
  }

  /**
   * Carries out one execution, with as many attempts as its module's policy gives it, or takes it over if so decided.
   *
   * A generator, to be part of the experiment's: an Effect of its own for each execution would cost as much as
   * recording it.
   */
  *run(
    experiment: PlannedExperiment,
    begun: ExecutionSubject,
    depth: number,
    { tracked: input, lost }: ExecutionInput,
    decided: Decided | undefined,
    live: ExperimentActors,
  ): Generator<Effect.Effect<unknown, StoreError>, ExecutionEnded, unknown> {
    const { cancellation, clock, recorder, changes, modules, plan, hidden } = this.#setup;
    const prepared = modules[depth];
    const given = prepared?.experiments.get(begun.experimentName);
    if (prepared === undefined || given === undefined) throw new Error(`${experiment.key} is not in the config`);
    if (decided?.kind === "take") return yield* this.#takeOver(experiment, begun, depth, decided);
    const decision = decided?.decision;
    const { run, retry, timeout } = prepared.module;
    const nextDelay = retry === undefined ? undefined : yield* retryDelays(retrySchedule(retry));
    const startedNs = retry === undefined ? 0n : clock.monotonicTimeNanosUnsafe();
    const endsExperiment = experiment.index;
    let waited: FinishedStep | undefined;

    for (let subject = begun; ; subject = { ...subject, attempt: subject.attempt + 1 }) {
      // Waited for before the attempt begins: how long a thread takes to start is no time of the module.
      const place = prepared.place === undefined || lost !== undefined ? undefined : yield* prepared.place;
      const attempt = attemptCancellation(cancellation, timeout);
      const scope = new ExecutionScope({
        path: experiment.path,
        depth,
        moduleName: subject.moduleName,
        experimentName: subject.experimentName,
        attempt: subject.attempt,
        params: given.params(),
        repeat: given.repeat,
        input,
        upstream: (moduleName) => this.#upstream(experiment, upstreamDepth(plan, moduleName, depth, prepared.module)),
        cancellation: attempt.cancellation,
        clock,
        redaction: hidden?.redaction,
      });
      if (waited !== undefined) scope.steps.push(waited);
      const notCalled = notCalledFor(lost, cancellation.request);
      const called =
        notCalled ?? attemptModule(() => (place === undefined ? run(scope.args) : place(scope)), attempt, timeout);
      const moduleEnd = Effect.isEffect(called) ? yield* called : called;
      const attemptMs = scope.close();
      attempt.release();
      this.#busyMs += attemptMs;
      const { steps, annotations } = scope;
      const end = finish(moduleEnd, subject, scope, changes, hidden);

      if (end.state === "Failed" && nextDelay !== undefined && lost === undefined && isRetried(end.reason)) {
        const delay = yield* nextDelay(end.thrown, clock.currentTimeMillisUnsafe());
        if (Option.isSome(delay)) {
          const delayMs = Duration.toMillis(delay.value);
          const retried = { steps, durationMs: attemptMs, delayMs, thrown: end.thrown };
          live.retryModule(yield* recorder.executionRetried(subject, retried), subject.attempt + 1);
          waited = yield* waitFor(delay.value, cancellation, clock);
          continue;
        }
      }

      // The whole of it: the attempts, and the waits between them.
      const durationMs = subject === begun ? attemptMs : elapsedMs(startedNs, clock.monotonicTimeNanosUnsafe());
      if (end.state === "Failed") {
        const { reason, thrown } = end;
        const failure = { steps, annotations, durationMs, endsExperiment, reason, thrown, reuse: decision };
        return { type: "module.fail", at: yield* recorder.executionFailed(subject, failure), reason };
      }
      const result = yield* this.#keep(subject.execution, depth, end.tracked);
      const at = yield* recorder.executionCompleted(subject, {
        steps,
        annotations,
        durationMs,
        result,
        origin: "executed",
        reuse: decision,
        schemaAfter: end.tracked.schema,
        changes: end.changes,
        endsExperiment: depth === plan.modules.length - 1 ? endsExperiment : undefined,
      });
      return { type: "module.complete", at, origin: "executed" };
    }
  }
}

/** What the world did is not retried: only what the module did. */
const isRetried = (reason: FailureReason): boolean => reason === "error" || reason === "timeout";

/** A module is not called without its input, nor when its run was cancelled while it waited for this attempt. */
const notCalledFor = (lost: Error | undefined, request: CancelRequest | undefined): ModuleEnd | undefined => {
  if (request !== undefined) return { state: "Failed", reason: request.reason, thrown: request.cause };
  return lost && { state: "Failed", reason: "error", thrown: lost };
};

const lostResult = ({ path, key }: PlannedExperiment, depth: number): Error => {
  const [moduleName, experimentName] = path[depth] ?? ["", ""];
  return new Error(
    `the result of ${moduleName}[${experimentName}] on the path ${key} is gone: it could not be stored, and the process that had it ended`,
  );
};

const noInput: Tracked<unknown> = Object.freeze({ data: undefined, schema: null });

const elapsedMs = (fromNs: bigint, toNs: bigint): number => Math.max(0, Number(toNs - fromNs) / 1e6);

const upstreamDepth = (plan: Plan, moduleName: string, depth: number, { reuse }: AnyModule): number => {
  const found = plan.sequence.indexOf(moduleName);
  if (found >= 0 && found < depth) {
    const policy = reusePolicyOf(reuse);
    // The module before is the input, which is always compared.
    if (policy === undefined || found === depth - 1 || policy.upstream?.includes(moduleName)) return found;
    throw new TypeError(
      `upstream("${moduleName}"): ${plan.sequence[depth] ?? "the module"} has reuse, and does not declare that it reads ${moduleName}: its results would be taken over when only those of ${moduleName} are others. Add reuse: { upstream: ["${moduleName}"] }`,
    );
  }
  const before = plan.sequence.slice(0, depth).join(", ");
  throw new TypeError(`upstream("${moduleName}"): no such module before this one; before it are ${before || "none"}`);
};

/**
 * What the module returned, described and compared with its input; a result that cannot be is the module's failure.
 *
 * A schema is freed of secrets before anything is made of it: its changes and its fingerprint are those of what is
 * recorded.
 */
const finish = (
  called: ModuleEnd,
  subject: ExecutionSubject,
  scope: ExecutionScope,
  changes: ChangeFinder,
  hidden: RecordRedaction | undefined,
) => {
  if (called.state === "Failed") return called;
  try {
    const tracked = withoutSecrets(describeResult(called.returned, scope.args.input), hidden);
    const hints = scope.hints && (hidden?.hints(scope.hints) ?? scope.hints);
    const found = changes.find(subject.schemaBefore, tracked.schema, hints);
    return { state: "Completed", tracked, changes: found } as const;
  } catch (thrown) {
    return { state: "Failed", reason: "error", thrown } as const;
  }
};

const withoutSecrets = (tracked: Tracked<unknown>, hidden: RecordRedaction | undefined): Tracked<unknown> => {
  const { schema } = tracked;
  const told = hidden === undefined || schema === null ? schema : hidden.schema(schema);
  return told === schema ? tracked : { data: tracked.data, schema: told };
};
