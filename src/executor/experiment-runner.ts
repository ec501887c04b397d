import * as Effect from "effect/Effect";

import type { StoreError } from "../store-error.ts";
import { asEffect, isAwaited } from "../journal/at-once.ts";
import type { EpochMs } from "../journal/record.ts";
import type { CancelRequest } from "./cancellation.ts";
import type { Decided } from "./execution-reuse.ts";
import { ExecutionInputs, LostInput } from "./execution-inputs.ts";
import { ExecutionRunner } from "./execution-runner.ts";
import { ExecutionTask, type TaskPlace } from "./execution-task.ts";
import { monotonicMs } from "./monotonic-ms.ts";
import { ResultRelease } from "./result-release.ts";
import type { ExperimentActors } from "./run-actors.ts";
import type { RunnerSetup } from "./runner-setup.ts";
import type { Scheduler } from "./scheduler.ts";
import type { Worker } from "./worker.ts";

/** Runs experiments: chains of executions from a branching point down to the last module. */
export class ExperimentRunner {
  readonly #setup: RunnerSetup;
  readonly #release: ResultRelease;
  readonly #inputs: ExecutionInputs;
  readonly #executions: ExecutionRunner;
  /** When the event loop was last given a turn. */
  #turnAt: EpochMs;

  constructor(setup: RunnerSetup) {
    this.#setup = setup;
    this.#turnAt = setup.clock.currentTimeMillisUnsafe();
    this.#inputs = new ExecutionInputs(setup);
    this.#executions = new ExecutionRunner(setup, this.#inputs);
    this.#release = new ResultRelease(setup.log.state, setup.retain, setup.results);
  }

  /**
   * Runs the experiment that begins with the worker's `branch`, each execution when the scheduler lets it start.
   *
   * A generator, to be part of the worker's: in a wide plan an Effect of its own would be one for each execution.
   */
  *run(
    worker: Worker,
    branch: number,
    scheduler: Scheduler,
  ): Generator<Effect.Effect<unknown, StoreError>, void, unknown> {
    const { plan, actors, cancellation, clock, log, recorder, reuse } = this.#setup;
    const { depth: first, experiment: number, parent } = plan.place(branch);
    const chain = reuse && plan.chain(number);
    const last = plan.modules.length - 1;
    let live: ExperimentActors | undefined;
    let above = parent === undefined ? "" : log.state.keyOf(parent);
    for (let depth = first; depth <= last; depth++) {
      // It goes down by the first executions: their numbers follow on each other.
      const execution = branch + depth - first;
      const place = { execution, depth, experiment: number, parent: depth === first ? parent : execution - 1 };
      let decided: Decided | undefined;
      let input = reuse && this.#inputs.of(number, place.parent);
      if (reuse !== undefined && chain !== undefined && cancellation.request === undefined) {
        if (!(input instanceof LostInput)) decided = yield* reuse.decide(chain, depth);
        const slot = decided?.kind === "take" ? scheduler.release(worker) : scheduler.claim(worker);
        if (slot !== undefined) yield* slot;
      }
      if (cancellation.request !== undefined) {
        if (log.state.experimentState(number) !== "InProgress") return;
        const underWay = log.state.executionState(execution) === "InProgress";
        const cancelledAt = yield* this.#cancel(place, above, cancellation.request);
        if (live === undefined) {
          // A resumed run that was cancelled before this experiment went on: it has no actor that could tell of it.
          const ended = underWay ? plan.experimentsBelow(depth) : 1;
          actors.tellRun({ type: "experiment.fail", at: cancelledAt, experiments: ended });
        } else live.cancel(cancelledAt);
        const released = this.#release.experimentEnded(execution, depth);
        if (released !== undefined) yield* released;
        return;
      }
      // A failure may have come between the decision to start the experiment and now.
      if (depth === first && !scheduler.admits(execution)) return;
      input ??= this.#inputs.of(number, place.parent);
      const task = new ExecutionTask(this.#setup, place, above, input, decided);
      above = task.experimentKey;
      const resumed = log.state.executionState(execution) === "InProgress";
      const startsExperiment = log.state.experimentState(number) === "NotStarted" ? number : undefined;
      // What is gone on with has its start on record: the end that may have come before it has none to wait for.
      const started = resumed
        ? (recorder.keepHeld() ?? clock.currentTimeMillisUnsafe())
        : recorder.executionStarted(task, startsExperiment, queuedMs(worker, clock));
      const startedAt = typeof started === "number" ? started : yield* started;
      live ??= actors.startExperiment(plan, number, first, startedAt);
      live.startModule(startedAt);

      const ran = this.#executions.run(task, live);
      const ended = isAwaited(ran) ? yield* ran : ran;
      live.endModule(ended);
      // Either way: a clock may be set back.
      if (Math.abs(ended.at - this.#turnAt) > longestTurnMs) {
        yield* this.pause(Effect.yieldNow);
        this.#turnAt = clock.currentTimeMillisUnsafe();
      }
      if (ended.type === "module.fail") {
        const others = plan.experimentsBelow(depth) - 1;
        if (others > 0) actors.tellRun({ type: "experiment.fail", at: ended.at, experiments: others });
        const released = this.#release.experimentEnded(execution, depth);
        if (released !== undefined) yield* released;
        return;
      }
      if (depth === last) break;
      const turn = scheduler.advance(worker);
      if (turn !== undefined) yield* this.pause(turn);
    }
    const released = this.#release.experimentEnded(branch + last - first, last);
    if (released !== undefined) yield* this.pause(released);
  }

  /** Waits for something between two executions: others get to act, and what has ended is on record before they do. */
  pause(waited: Effect.Effect<void>): Effect.Effect<void, StoreError> {
    const kept = this.#setup.recorder.keepHeld();
    return isAwaited(kept) ? Effect.andThen(kept, waited) : waited;
  }

  /** Ends an experiment that is under way before its next execution; in a resumed run that one may have started. */
  #cancel(place: TaskPlace, above: string, { reason, cause }: CancelRequest): Effect.Effect<EpochMs, StoreError> {
    const { log, recorder } = this.#setup;
    const { execution, experiment, parent } = place;
    if (log.state.executionState(execution) !== "InProgress")
      return asEffect(recorder.experimentFailed(experiment, reason));
    const task = new ExecutionTask(this.#setup, place, above, this.#inputs.of(experiment, parent), undefined);
    const end = { steps: [], annotations: {}, durationMs: 0, endsExperiment: experiment, reuse: undefined };
    return asEffect(recorder.executionFailed(task, { ...end, reason, thrown: cause }));
  }
}

/**
 * After so long the event loop gets a turn, whatever took it. A run of modules that return plain values, kept at once,
 * would otherwise be one long turn, in which no signal, timer or screen is heard.
 */
const longestTurnMs = 10;

/** How long the worker's execution has been ready; undefined when it did not have to wait for anything. */
const queuedMs = ({ readyMs }: Worker, clock: RunnerSetup["clock"]): number | undefined =>
  readyMs === undefined ? undefined : Math.max(0, monotonicMs(clock) - readyMs);
