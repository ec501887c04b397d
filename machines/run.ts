import { assign, emit, enqueueActions, setup } from "xstate";

import type { RunEmitted, RunEvent } from "./events.ts";
import type { ExperimentOutput } from "./experiment.ts";
import { idleWork } from "./work.ts";

/** What a run actor is created with. */
export interface RunInput {
  readonly runId: string;
}

/** What a run actor holds: counters, never the executions themselves. */
export interface RunContext extends RunInput {
  /** Experiments in the whole plan; 0 until the run starts. */
  readonly experiments: number;
  readonly completed: number;
  readonly failed: number;
}

/** What a run actor tells its parent when it is done. */
export interface RunOutput {
  readonly runId: string;
  readonly state: "Completed" | "Failed";
  readonly experiments: number;
  readonly completed: number;
  readonly failed: number;
  /** Experiments that neither completed nor failed: the run ended before they were due. */
  readonly notStarted: number;
}

/** An experiment actor is a child with the constant id "experiment". */
interface ExperimentDone {
  readonly type: "xstate.done.actor.experiment";
  readonly output: ExperimentOutput;
}

const machine = setup({
  types: {
    input: {} as RunInput,
    context: {} as RunContext,
    events: {} as RunEvent | ExperimentDone,
    emitted: {} as RunEmitted,
    output: {} as RunOutput,
  },
  actors: { work: idleWork },
  actions: {
    plan: assign(({ event }) =>
      event.type === "run.start"
        ? { experiments: event.experiments, completed: event.completed ?? 0, failed: event.failed ?? 0 }
        : {},
    ),
    countCompleted: assign({ completed: ({ context }) => context.completed + 1 }),
    countFailed: assign({
      failed: ({ context, event }) => context.failed + (event.type === "experiment.fail" ? event.experiments : 1),
    }),
    report: enqueueActions(({ enqueue, event }) => {
      if (event.type !== "module.report") return;
      for (const snapshot of event.snapshots ?? []) enqueue(emit({ type: "snapshot", snapshot }));
      for (const change of event.changes ?? []) enqueue(emit({ type: "change", change }));
      for (const timing of event.timings ?? []) enqueue(emit({ type: "timing", timing }));
    }),
  },
  guards: {
    experimentCompleted: ({ event }) =>
      event.type === "xstate.done.actor.experiment" && event.output.state === "Completed",
    allCompleted: ({ context }) => context.experiments > 0 && context.completed === context.experiments,
  },
}).createMachine({
  id: "run",
  context: ({ input }) => ({ runId: input.runId, experiments: 0, completed: 0, failed: 0 }),
  invoke: { id: "work", src: "work", input: ({ context, self }) => ({ runId: context.runId, run: self }) },
  initial: "NotStarted",
  states: {
    NotStarted: { on: { "run.start": { target: "InProgress", actions: "plan" } } },
    InProgress: {
      on: {
        "xstate.done.actor.experiment": [
          { guard: "experimentCompleted", actions: "countCompleted" },
          { actions: "countFailed" },
        ],
        "experiment.complete": { actions: "countCompleted" },
        "experiment.fail": { actions: "countFailed" },
        "module.report": { actions: "report" },
        "run.end": [{ guard: "allCompleted", target: "Completed" }, { target: "Failed" }],
      },
    },
    Completed: { type: "final" },
    Failed: { type: "final" },
  },
  output: ({ context }) => ({
    runId: context.runId,
    state: context.experiments > 0 && context.completed === context.experiments ? "Completed" : "Failed",
    experiments: context.experiments,
    completed: context.completed,
    failed: context.failed,
    notStarted: context.experiments - context.completed - context.failed,
  }),
});

type Inferred = typeof machine;

/** The type of {@link runMachine}, under a name an editor can show. */
export interface RunMachine extends Inferred {}

/**
 * The lifecycle of one run: counters over its experiments, and the emitter of snapshots, changes and timing records.
 *
 * It invokes `work`, which does nothing until it is provided: `executor.machine` provides the workflow's execution, a
 * user who drives the run by hand sends the events. `run.end` only says that nothing more will start; whether that is
 * `Completed` is decided by the counters.
 *
 * @example
 * ```ts
 * import { createActor } from "xstate";
 *
 * const actor = createActor(runMachine, { input: { runId: "r1" } });
 * actor.on("timing", ({ timing }) => console.log(timing.moduleName, timing.durationSeconds));
 * actor.start();
 * actor.send({ type: "run.start", at: 0, experiments: 1 });
 * actor.send({ type: "experiment.complete", at: 9 });
 * actor.send({ type: "run.end", at: 9 });
 * actor.getSnapshot().value; // => "Completed"
 * ```
 */
export const runMachine: RunMachine = machine;
