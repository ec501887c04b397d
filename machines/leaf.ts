import type { ActorLogic, ActorRefFrom, EventObject, Snapshot } from "xstate";

import type { ModuleEvent } from "./events.ts";
import type { LifecycleState } from "./lifecycle.ts";
import type { ModuleOutput } from "./module.ts";
import { isFinal, nextModuleState } from "./transition-table.ts";

/** The snapshot of a leaf actor: XState's own fields, and the lifecycle state as `value`. */
export type LeafSnapshot = Snapshot<ModuleOutput> & { readonly value: LifecycleState };

/** The type of {@link leafLogic}, under a name an editor can show. */
export interface LeafLogic extends ActorLogic<LeafSnapshot, ModuleEvent> {}

/** A running leaf actor. */
export type LeafRef = ActorRefFrom<LeafLogic>;

const active = (value: "NotStarted" | "InProgress"): LeafSnapshot => ({
  status: "active",
  output: undefined,
  error: undefined,
  value,
});

const done = (state: "Completed" | "Failed"): LeafSnapshot => ({
  status: "done",
  output: { state },
  error: undefined,
  value: state,
});

// Snapshots hold nothing of the execution, so four frozen values serve every actor.
const snapshots: Readonly<Record<LifecycleState, LeafSnapshot>> = {
  NotStarted: Object.freeze(active("NotStarted")),
  InProgress: Object.freeze(active("InProgress")),
  Completed: Object.freeze(done("Completed")),
  Failed: Object.freeze(done("Failed")),
};
const stopped = (value: LifecycleState): LeafSnapshot => ({
  status: "stopped",
  output: undefined,
  error: undefined,
  value,
});

/**
 * The lifecycle of a module execution as a light actor: the same table as `moduleMachine`, a real `ActorRef`
 * (parent, inspection, done event) at about a tenth of the price.
 *
 * An event that is not legal in the current state changes nothing, as in the machine.
 *
 * @example
 * ```ts
 * import { createActor } from "xstate";
 *
 * const actor = createActor(leafLogic).start();
 * actor.send({ type: "module.start", at: 0, attempt: 1 });
 * actor.send({ type: "module.fail", at: 5, reason: "timeout" });
 * actor.getSnapshot(); // => { status: "done", output: { state: "Failed" }, value: "Failed", … }
 * ```
 */
export const leafLogic: LeafLogic = {
  getInitialSnapshot: () => snapshots.NotStarted,
  transition: (snapshot, event) => {
    if ((event as EventObject).type === "xstate.stop") return stopped(snapshot.value);
    const next = nextModuleState(snapshot.value, event.type);
    return next === undefined ? snapshot : snapshots[next];
  },
  getPersistedSnapshot: (snapshot) => snapshot,
  restoreSnapshot: (snapshot) => {
    const { value } = snapshot as LeafSnapshot;
    return isFinal(value) || value === "InProgress" || value === "NotStarted" ? snapshots[value] : snapshots.NotStarted;
  },
};
