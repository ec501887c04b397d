import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";

import type { StoreError } from "../store-error.ts";
import { asEffect } from "../journal/at-once.ts";
import type { JournalLog } from "../journal/journal-log.ts";
import type { RecordRedaction } from "../journal/record-redaction.ts";
import type { RunFailed, RunId } from "../journal/record.ts";
import { ResultStore } from "../store/result-store.ts";
import type { Plan } from "../workflow/plan.ts";
import type { Cancellation } from "./cancellation.ts";
import { ChangeFinder } from "./change-finder.ts";
import type { ExecutionReuse } from "./execution-reuse.ts";
import { ExperimentRunner } from "./experiment-runner.ts";
import { Frontier } from "./frontier.ts";
import { monotonicMs } from "./monotonic-ms.ts";
import type { RunOutcome } from "./outcome.ts";
import type { ParamsFingerprints } from "./params-fingerprints.ts";
import { Recorder } from "./recorder.ts";
import type { RunOrigin } from "./reuse.ts";
import type { RunActors } from "./run-actors.ts";
import type { RunnerSetup } from "./runner-setup.ts";
import { Scheduler } from "./scheduler.ts";
import { type SharedLimit, Slots } from "./slots.ts";
import { Worker } from "./worker.ts";

/** Everything one run is made from. */
export interface RunSetup {
  readonly runId: RunId;
  readonly workflowName: string;
  readonly plan: Plan;
  /** Recorded with a new run, when it is kept. */
  readonly params: ParamsFingerprints | undefined;
  readonly modules: RunnerSetup["modules"];
  readonly log: JournalLog;
  readonly actors: RunActors;
  readonly cancellation: Cancellation;
  readonly concurrency: number;
  /** How much there is of each resource. */
  readonly resources: ReadonlyMap<string, number>;
  /** The limit of the modules that run in an engine. */
  readonly engineLimit: SharedLimit | undefined;
  readonly onFailure: "continue" | "stop";
  readonly retain: "all" | "leaves";
  /** The run this one begins from, if it does. */
  readonly origin: RunOrigin | undefined;
  readonly reuse: ExecutionReuse | undefined;
  readonly hidden: RecordRedaction | undefined;
  /** Called once the end of the run is recorded. */
  readonly onEnded: () => void;
}

/**
 * Runs a whole workflow: every execution once, each experiment as one chain of executions.
 *
 * A worker takes a ready execution and follows it down to the last module; what branches off on the way becomes ready
 * for any worker. A module's failure is part of the outcome; it fails only when it cannot be recorded.
 */
export const runWorkflow = (setup: RunSetup): Effect.Effect<RunOutcome, StoreError, Recorder | ResultStore> =>
  Effect.gen(function* () {
    const recorder = yield* Recorder;
    const results = yield* ResultStore;
    const clock = yield* Clock.Clock;
    const { plan, log, actors, cancellation, concurrency, onFailure } = setup;
    const startedNs = clock.monotonicTimeNanosUnsafe();

    const resumes = log.state.state === "InProgress";
    const startedAt = yield* asEffect(
      resumes
        ? recorder.runResumed(concurrency)
        : recorder.runStarted({
            runId: setup.runId,
            workflow: setup.workflowName,
            modules: plan.modules,
            ...(setup.params && { params: setup.params }),
            ...(setup.origin && { origin: setup.origin }),
            concurrency,
            onFailure,
          }),
    );
    // Its process died while it was ending everything: experiments that it ended can never go on, so the rest ends too.
    const ending = resumes ? log.state.cancelled : undefined;
    if (ending !== undefined)
      cancellation.cancel({ reason: ending, cause: `the run was ${ending} before it was left` });
    const { Completed: completed, Failed: failed } = log.state.experiments;
    actors.tellRun({ type: "run.start", at: startedAt, experiments: plan.size.experiments, completed, failed });

    const runner = new ExperimentRunner({ ...setup, changes: new ChangeFinder(), recorder, results, clock });
    const workers = Math.min(concurrency, plan.size.experiments);
    // One worker takes one execution after the other, in the order of the plan: there is no queue to be measured.
    const now = workers === 1 ? () => undefined : () => monotonicMs(clock);
    const frontier = resumes ? Frontier.of(log.state, now()) : Frontier.atStart(plan, now());
    yield* workOff(frontier, runner, workers, now, setup);

    const reason: RunFailed["reason"] = cancellation.request?.reason ?? (onFailure === "stop" ? "stopped" : "error");
    const durationMs = Math.max(0, Number(clock.monotonicTimeNanosUnsafe() - startedNs) / 1e6);
    const endedAt = yield* asEffect(recorder.runEnded(durationMs, reason));
    // Before the run actor is done: whoever invoked it may run the workflow again from its onDone.
    setup.onEnded();
    actors.tellRun({ type: "run.end", at: endedAt });

    const { state } = log;
    const end = {
      runId: setup.runId,
      durationMs,
      executions: { ...state.executions },
      experiments: { ...state.experiments },
      blocked: state.blocked,
      reused: state.reused,
    };
    return state.state === "Completed" ? { state: "Completed", ...end } : { state: "Failed", reason, ...end };
  });

/** Workers carry out what the scheduler gives them until nothing is left to do. */
const workOff = (
  frontier: Frontier,
  runner: ExperimentRunner,
  workers: number,
  now: () => number | undefined,
  { modules, resources, engineLimit, onFailure, cancellation, log, plan, reuse }: RunSetup,
): Effect.Effect<void, StoreError> => {
  const over = (): boolean =>
    cancellation.request !== undefined || (onFailure === "stop" && log.state.executions.Failed > 0);
  const isUnderWay = (execution: number): boolean =>
    log.state.experimentState(plan.execution(execution).experiment) === "InProgress";
  /** Once the run is to end, only experiments that are under way are taken: a resumed run may have such. */
  const admits = (execution: number): boolean => !over() || isUnderWay(execution);
  const policies = modules.map(({ module }) => module);
  const scheduler = new Scheduler({
    frontier,
    slots: Slots.of(policies, resources, workers, engineLimit),
    admits,
    mayTakeOver: (depth) => reuse?.mayTakeOver(depth) ?? false,
    now,
  });
  const work = Effect.gen(function* () {
    const worker = new Worker();
    for (;;) {
      const turn = scheduler.next(worker);
      if (turn !== undefined) yield* runner.pause(turn);
      if (worker.execution === undefined) return yield* runner.pause(Effect.void);
      yield* runner.run(worker, worker.execution, scheduler);
    }
  });
  return Effect.acquireUseRelease(
    Effect.sync(() => cancellation.onCancel(() => scheduler.stop())),
    () =>
      workers === 1
        ? work
        : Effect.forEach(Array.from({ length: workers }), () => work, { concurrency: "unbounded", discard: true }),
    (stopListening) => Effect.sync(stopListening),
  );
};
