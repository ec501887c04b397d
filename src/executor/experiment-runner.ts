import { type Clock, Duration, Effect, Option } from "effect";

import type { ModuleEvent } from "../../machines/events.ts";
import type { FailureReason } from "../../machines/lifecycle.ts";
import { describeResult } from "./describe-result.ts";
import type { StoreError } from "../error.ts";
import type { JournalLog } from "../journal/journal-log.ts";
import type { EpochMs } from "../journal/record.ts";
import type { ResultStoreService } from "../store/result-store.ts";
import { retrySchedule } from "../workflow/module-policy.ts";
import type { AnyModule, Repetition, Tracked } from "../workflow/module.ts";
import type { Plan, PlannedExperiment } from "../workflow/plan.ts";
import { attemptCancellation, attemptModule } from "./attempt-module.ts";
import type { ModuleEnd } from "./call-module.ts";
import type { Cancellation, CancelRequest } from "./cancellation.ts";
import type { ChangeFinder } from "./change-finder.ts";
import { ExecutionScope } from "./execution-scope.ts";
import type { Frontier } from "./frontier.ts";
import type { ExecutionSubject } from "./record-batch.ts";
import type { Recorder } from "./recorder.ts";
import { ResultRelease } from "./result-release.ts";
import { retryDelays, waitFor } from "./retry-delays.ts";
import type { ExperimentActors, RunActors } from "./run-actors.ts";

/** An experiment of a module, ready to be given to it. */
export interface PreparedExperiment {
  /** Decoded params for one execution; a copy where they cannot be frozen. */
  readonly params: () => unknown;
  readonly repeat: Repetition | undefined;
}

/** A module with its experiments in plan order. */
export interface PreparedModule {
  readonly module: AnyModule;
  readonly experiments: ReadonlyMap<string, PreparedExperiment>;
}

export interface ExperimentRunnerSetup {
  readonly plan: Plan;
  readonly modules: readonly PreparedModule[];
  readonly log: JournalLog;
  readonly actors: RunActors;
  readonly cancellation: Cancellation;
  readonly retain: "all" | "leaves";
  readonly changes: ChangeFinder;
  readonly recorder: Recorder["Service"];
  readonly results: ResultStoreService;
  readonly clock: Clock.Clock;
}

/** How an execution ended, as its actors are told. */
type ExecutionEnded = Extract<ModuleEvent, { readonly type: "module.complete" | "module.fail" }>;

/** Runs experiments: chains of executions from a branching point down to the last module. */
export class ExperimentRunner {
  readonly #setup: ExperimentRunnerSetup;
  readonly #release: ResultRelease;
  #busyMs = 0;

  constructor(setup: ExperimentRunnerSetup) {
    this.#setup = setup;
    this.#release = new ResultRelease(setup.plan, setup.retain, setup.results);
  }

  /** Runs the experiment that begins with `branch`; `onReady` is called whenever more executions became ready. */
  run(branch: number, frontier: Frontier, onReady: () => void): Effect.Effect<void, StoreError> {
    const { plan, actors, cancellation, clock, log, recorder } = this.#setup;
    const { depth: first, experiment: number } = plan.execution(branch);
    const experiment = plan.experiment(number);
    const last = plan.modules.length - 1;
    return Effect.gen({ self: this }, function* () {
      let live: ExperimentActors | undefined;
      for (let depth = first; depth <= last; depth++) {
        const execution = experiment.executions[depth] ?? 0;
        if (cancellation.request !== undefined) {
          if (log.state.experimentState(number) !== "InProgress") return;
          const cancelledAt = yield* this.#cancel(experiment, execution, depth, cancellation.request);
          live?.cancel(cancelledAt);
          yield* this.#release.experimentEnded(execution, depth);
          return;
        }
        const input = depth === 0 ? noInput : this.#result(experiment, depth - 1);
        const subject = subjectOf(experiment, execution, depth, input, log.state.attempt(execution));
        const resumed = log.state.executionState(execution) === "InProgress";
        const startsExperiment = log.state.experimentState(number) === "NotStarted" ? number : undefined;
        const startedAt = resumed
          ? clock.currentTimeMillisUnsafe()
          : yield* recorder.executionStarted(subject, startsExperiment);
        live ??= actors.startExperiment(experiment.key, last - first + 1, startedAt);
        live.startModule(startedAt);

        const ended = yield* this.#execute(experiment, subject, depth, input, live);
        live.endModule(ended);
        if (this.#busyMs > longestTurnMs) {
          this.#busyMs = 0;
          yield* Effect.yieldNow;
        }
        if (ended.type === "module.fail") {
          const others = plan.experimentsBelow(depth) - 1;
          if (others > 0) actors.tellRun({ type: "experiment.fail", at: ended.at, experiments: others });
          yield* this.#release.experimentEnded(execution, depth);
          return;
        }
        if (frontier.complete(execution, depth) !== undefined) onReady();
      }
      yield* this.#release.experimentEnded(experiment.executions[last] ?? 0, last);
    });
  }

  /** Ends an experiment that is under way before its next execution; in a resumed run that one may have started. */
  #cancel(
    experiment: PlannedExperiment,
    execution: number,
    depth: number,
    { reason, cause }: CancelRequest,
  ): Effect.Effect<EpochMs, StoreError> {
    const { log, recorder } = this.#setup;
    if (log.state.executionState(execution) !== "InProgress")
      return recorder.experimentFailed(experiment.index, reason);
    const input = depth === 0 ? noInput : this.#result(experiment, depth - 1);
    const subject = subjectOf(experiment, execution, depth, input, log.state.attempt(execution));
    const end = { steps: [], annotations: {}, durationMs: 0, endsExperiment: experiment.index };
    return recorder.executionFailed(subject, { ...end, reason, thrown: cause });
  }

  /** The result of an earlier module on the path; it is there, because results outlive the executions below them. */
  #result(experiment: PlannedExperiment, depth: number): Tracked<unknown> {
    const kept = this.#setup.results.get(experiment.executions[depth] ?? -1);
    if (kept === undefined)
      throw new Error(`the result of ${experiment.key} at module ${depth} was released too early`);
    return kept;
  }

  /**
   * Carries out one execution, with as many attempts as its module's policy gives it.
   *
   * Part of {@link run}'s generator: an Effect of its own for each execution would cost as much as recording it.
   */
  *#execute(
    experiment: PlannedExperiment,
    begun: ExecutionSubject,
    depth: number,
    input: Tracked<unknown>,
    live: ExperimentActors,
  ): Generator<Effect.Effect<unknown, StoreError>, ExecutionEnded, unknown> {
    const { cancellation, clock, recorder, results, changes, modules, plan } = this.#setup;
    const prepared = modules[depth];
    const given = prepared?.experiments.get(begun.experimentName);
    if (prepared === undefined || given === undefined) throw new Error(`${experiment.key} is not in the config`);
    const { run, retry, timeout } = prepared.module;
    const nextDelay = retry === undefined ? undefined : yield* retryDelays(retrySchedule(retry));
    const startedNs = retry === undefined ? 0n : clock.monotonicTimeNanosUnsafe();
    const endsExperiment = experiment.index;

    for (let subject = begun; ; subject = { ...subject, attempt: subject.attempt + 1 }) {
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
        upstream: (moduleName) => this.#result(experiment, upstreamDepth(plan, moduleName, depth)),
        cancellation: attempt.cancellation,
        clock,
      });
      // Cancelled while it waited for this attempt: the module is not called again.
      const called =
        cancellation.request === undefined
          ? attemptModule(() => run(scope.args), attempt, timeout)
          : notCalled(cancellation.request);
      const moduleEnd = Effect.isEffect(called) ? yield* called : called;
      const attemptMs = scope.close();
      attempt.release();
      this.#busyMs += attemptMs;
      const { steps, annotations } = scope;
      const end = finish(moduleEnd, subject, scope, changes);

      if (end.state === "Failed" && nextDelay !== undefined && isRetried(end.reason)) {
        const delay = yield* nextDelay(end.thrown, clock.currentTimeMillisUnsafe());
        if (Option.isSome(delay)) {
          const delayMs = Duration.toMillis(delay.value);
          const retried = { steps, durationMs: attemptMs, delayMs, thrown: end.thrown };
          live.retryModule(yield* recorder.executionRetried(subject, retried), subject.attempt + 1);
          yield* waitFor(delay.value, cancellation);
          continue;
        }
      }

      // The whole of it: the attempts, and the waits between them.
      const durationMs = subject === begun ? attemptMs : elapsedMs(startedNs, clock.monotonicTimeNanosUnsafe());
      if (end.state === "Failed") {
        const { reason, thrown } = end;
        const failure = { steps, annotations, durationMs, endsExperiment, reason, thrown };
        return { type: "module.fail", at: yield* recorder.executionFailed(subject, failure), reason };
      }
      const result = yield* results.put(subject.execution, end.tracked);
      const at = yield* recorder.executionCompleted(subject, {
        steps,
        annotations,
        durationMs,
        result,
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

const notCalled = ({ reason, cause }: CancelRequest): ModuleEnd => ({ state: "Failed", reason, thrown: cause });

const elapsedMs = (fromNs: bigint, toNs: bigint): number => Math.max(0, Number(toNs - fromNs) / 1e6);

/**
 * After so much work the event loop gets a turn. A run of modules that return plain values would otherwise be one long
 * turn, in which no signal, timer or screen is heard.
 */
const longestTurnMs = 10;

const noInput: Tracked<unknown> = Object.freeze({ data: undefined, schema: null });

const subjectOf = (
  { path }: PlannedExperiment,
  execution: number,
  depth: number,
  { schema: schemaBefore }: Tracked<unknown>,
  attempts: number,
): ExecutionSubject => {
  const [moduleName, experimentName] = path[depth] ?? ["", ""];
  return { execution, moduleName, experimentName, attempt: Math.max(1, attempts), schemaBefore };
};

const upstreamDepth = (plan: Plan, moduleName: string, depth: number): number => {
  const found = plan.sequence.indexOf(moduleName);
  if (found >= 0 && found < depth) return found;
  const before = plan.sequence.slice(0, depth).join(", ");
  throw new TypeError(`upstream("${moduleName}"): no such module before this one; before it are ${before || "none"}`);
};

/** What the module returned, described and compared with its input; a result that cannot be is the module's failure. */
const finish = (called: ModuleEnd, subject: ExecutionSubject, scope: ExecutionScope, changes: ChangeFinder) => {
  if (called.state === "Failed") return called;
  try {
    const tracked = describeResult(called.returned, scope.args.input);
    const found = changes.find(subject.schemaBefore, tracked.schema, scope.hints);
    return { state: "Completed", tracked, changes: found } as const;
  } catch (thrown) {
    return { state: "Failed", reason: "error", thrown } as const;
  }
};
