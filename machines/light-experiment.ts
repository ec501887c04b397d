import type { ActorLogic, ActorRefFrom, EventObject, Snapshot } from "xstate";

import type { ExperimentEvent } from "./events.ts";
import type { ExperimentContext, ExperimentInput, ExperimentOutput } from "./experiment.ts";
import { type LifecycleState, lifecycleStates } from "./lifecycle.ts";

/** The snapshot of a light experiment actor: XState's own fields, and what the machine's snapshot says of state and counts. */
export type LightExperimentSnapshot = Snapshot<ExperimentOutput> & {
  readonly value: LifecycleState;
  readonly context: ExperimentContext;
};

/** The type of {@link lightExperimentLogic}, under a name an editor can show. */
export interface LightExperimentLogic extends ActorLogic<LightExperimentSnapshot, ExperimentEvent, ExperimentInput> {}

/** A running light experiment actor. */
export type LightExperimentRef = ActorRefFrom<LightExperimentLogic>;

/**
 * The lifecycle of an experiment as a light actor: the same states, counts and output as `experimentMachine`, a real
 * `ActorRef` (parent, inspection, done event) at about a fifth of the price.
 *
 * An event that is not legal in the current state changes nothing, as in the machine.
 *
 * @example
 * ```ts
 * import { createActor } from "xstate";
 *
 * const actor = createActor(lightExperimentLogic, { input: { key: "Loader[a]", modules: 1 } }).start();
 * actor.send({ type: "experiment.start", at: 0 });
 * actor.send({ type: "module.complete", at: 5, origin: "executed" });
 * actor.getSnapshot().output; // => { key: "Loader[a]", state: "Completed", completed: 1, failed: 0 }
 * ```
 */
export const lightExperimentLogic: LightExperimentLogic = {
  getInitialSnapshot: (_, { key, modules }) =>
    active("NotStarted", { key, modules, completed: 0, failed: 0, cancelled: false }),
  transition: (snapshot, event) => {
    const { value, context } = snapshot;
    if ((event as EventObject).type === "xstate.stop") return stopped(value, context);
    if (value === "NotStarted") return event.type === "experiment.start" ? active("InProgress", context) : snapshot;
    if (value !== "InProgress") return snapshot;
    switch (event.type) {
      case "module.complete": {
        const counted = { ...context, completed: context.completed + 1 };
        return counted.completed >= counted.modules ? done("Completed", counted) : active("InProgress", counted);
      }
      case "module.fail":
        return done("Failed", { ...context, failed: context.failed + 1 });
      case "experiment.cancel":
        return done("Failed", { ...context, cancelled: true });
      case "experiment.start":
      default:
        return snapshot; // the done events of its module executions, too
    }
  },
  getPersistedSnapshot: (snapshot) => snapshot,
  restoreSnapshot: (snapshot) => {
    const { value, context } = snapshot as LightExperimentSnapshot;
    if (!lifecycleStates.includes(value)) throw new TypeError(`an experiment has no state ${value}`);
    return value === "Completed" || value === "Failed" ? done(value, context) : active(value, context);
  },
};

const active = (value: "NotStarted" | "InProgress", context: ExperimentContext): LightExperimentSnapshot => ({
  status: "active",
  output: undefined,
  error: undefined,
  value,
  context,
});

const done = (value: "Completed" | "Failed", context: ExperimentContext): LightExperimentSnapshot => {
  const { key, completed, failed } = context;
  return { status: "done", output: { key, state: value, completed, failed }, error: undefined, value, context };
};

const stopped = (value: LifecycleState, context: ExperimentContext): LightExperimentSnapshot => ({
  status: "stopped",
  output: undefined,
  error: undefined,
  value,
  context,
});
