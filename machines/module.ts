import { setup } from "xstate";

import type { ModuleEvent } from "./events.ts";

/** What a module actor tells its parent when it is done. */
export interface ModuleOutput {
  readonly state: "Completed" | "Failed";
}

const machine = setup({
  types: {
    events: {} as ModuleEvent,
    output: {} as ModuleOutput,
  },
}).createMachine({
  id: "module",
  initial: "NotStarted",
  states: {
    NotStarted: { on: { "module.start": "InProgress" } },
    InProgress: {
      on: {
        "module.retry": "InProgress",
        "module.complete": "Completed",
        "module.fail": "Failed",
      },
    },
    Completed: { type: "final", output: { state: "Completed" } },
    Failed: { type: "final", output: { state: "Failed" } },
  },
  output: ({ event }) => event.output as ModuleOutput,
});

type Inferred = typeof machine;

/** The type of {@link moduleMachine}, under a name an editor can show. */
export interface ModuleMachine extends Inferred {}

/**
 * The lifecycle of one module execution: the single source of truth for what may happen next.
 *
 * It has no context, guards or actions, so that the transition table compiled from it says everything it says.
 *
 * @example
 * ```ts
 * import { createActor } from "xstate";
 *
 * const actor = createActor(moduleMachine).start();
 * actor.send({ type: "module.start", at: 0, attempt: 1 });
 * actor.send({ type: "module.complete", at: 5, origin: "executed" });
 * actor.getSnapshot().output; // => { state: "Completed" }
 * ```
 */
export const moduleMachine: ModuleMachine = machine;
