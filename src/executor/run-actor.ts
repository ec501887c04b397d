import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";
import { type AnyActorRef, createActor, type InspectionEvent } from "xstate";

import { runMachine } from "../../machines/run.ts";

/** A run actor of its own for a run that nobody's system hosts; it is stopped with the scope. */
export const ownRunActor = (
  runId: string,
  inspect: ((event: InspectionEvent) => void) | undefined,
): Effect.Effect<AnyActorRef, never, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.sync(() =>
      createActor(runMachine, { input: { runId }, ...(inspect && { inspect: guarded(inspect) }) }).start(),
    ),
    (actor) => Effect.sync(() => actor.stop()),
  );

/** XState lets a throwing inspector lose the event it was told of: the run would hang. It is reported once instead. */
const guarded = (inspect: (event: InspectionEvent) => void): ((event: InspectionEvent) => void) => {
  let failed = false;
  return (event) => {
    try {
      inspect(event);
    } catch (thrown) {
      if (!failed) Effect.runFork(Effect.logWarning("runstate: the inspect callback failed; the run goes on", thrown));
      failed = true;
    }
  };
};
