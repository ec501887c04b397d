import type { ActorLogic, AnyActorRef, EventObject, Snapshot } from "xstate";

/** What the work of a run is given. */
export interface WorkInput {
  readonly runId: string;
  /** The run actor the work is for: it receives run events, and is the parent of experiment actors. */
  readonly run: AnyActorRef;
}

/** The actor a run machine invokes to get its work done; it sends run events to its parent. */
export interface WorkLogic extends ActorLogic<Snapshot<undefined>, EventObject, WorkInput> {}

/**
 * Work that does nothing: the run is driven by whoever sends it events.
 *
 * @example
 * ```ts
 * import { createActor } from "xstate";
 *
 * const run = createActor(runMachine.provide({ actors: { work: idleWork } }), { input: { runId: "r1" } }).start();
 * run.getSnapshot().value; // => "NotStarted"
 * ```
 */
export const idleWork: WorkLogic = {
  getInitialSnapshot: () => ({ status: "active", output: undefined, error: undefined }),
  transition: (snapshot, event) =>
    event.type === "xstate.stop" ? { status: "stopped", output: undefined, error: undefined } : snapshot,
  getPersistedSnapshot: (snapshot) => snapshot,
};
