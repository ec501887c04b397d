import { assign, setup } from "xstate";

import type { ExperimentEvent } from "./events.ts";

/** What an experiment actor is created with. */
export interface ExperimentInput {
  readonly key: string;
  /** How many module executions are this experiment's own: its path, less the prefix another experiment already ran. */
  readonly modules: number;
}

/** What an experiment actor holds: its key, and how many of its own module executions ended how. */
export interface ExperimentContext extends ExperimentInput {
  readonly completed: number;
  readonly failed: number;
  /** The run was cancelled between two of its modules. */
  readonly cancelled: boolean;
}

/** What an experiment actor tells its run when it is done. */
export interface ExperimentOutput {
  readonly key: string;
  readonly state: "Completed" | "Failed";
  readonly completed: number;
  readonly failed: number;
}

const machine = setup({
  types: {
    input: {} as ExperimentInput,
    context: {} as ExperimentContext,
    events: {} as ExperimentEvent,
    output: {} as ExperimentOutput,
  },
  actions: {
    count: assign({ completed: ({ context }) => context.completed + 1 }),
    countFailed: assign({ failed: ({ context }) => context.failed + 1 }),
    cancel: assign({ cancelled: true }),
  },
  guards: {
    reachesLast: ({ context }) => context.completed + 1 >= context.modules,
  },
}).createMachine({
  id: "experiment",
  context: ({ input }) => ({ key: input.key, modules: input.modules, completed: 0, failed: 0, cancelled: false }),
  initial: "NotStarted",
  states: {
    NotStarted: { on: { "experiment.start": "InProgress" } },
    InProgress: {
      on: {
        "module.complete": [{ guard: "reachesLast", target: "Completed", actions: "count" }, { actions: "count" }],
        "module.fail": { target: "Failed", actions: "countFailed" },
        "experiment.cancel": { target: "Failed", actions: "cancel" },
      },
    },
    Completed: { type: "final" },
    Failed: { type: "final" },
  },
  output: ({ context }) => ({
    key: context.key,
    state: context.failed > 0 || context.cancelled ? "Failed" : "Completed",
    completed: context.completed,
    failed: context.failed,
  }),
});

type Inferred = typeof machine;

/** The type of {@link experimentMachine}, under a name an editor can show. */
export interface ExperimentMachine extends Inferred {}

/**
 * The lifecycle of one experiment: Completed when its last module is, Failed when one of its modules is
 * or when the run was cancelled between two of them.
 *
 * It counts the ends of its module executions, from `module.complete` and `module.fail` events. Nobody can set its state.
 *
 * @example
 * ```ts
 * import { createActor } from "xstate";
 *
 * const actor = createActor(experimentMachine, { input: { key: "Loader[a]_Reporter[r]", modules: 2 } }).start();
 * actor.send({ type: "experiment.start", at: 0 });
 * actor.send({ type: "module.complete", at: 5, origin: "executed" });
 * actor.getSnapshot().value; // => "InProgress"
 * actor.send({ type: "module.fail", at: 9, reason: "error" });
 * actor.getSnapshot().output; // => { key: "Loader[a]_Reporter[r]", state: "Failed", completed: 1, failed: 1 }
 * ```
 */
export const experimentMachine: ExperimentMachine = machine;
