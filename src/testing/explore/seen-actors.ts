import type { AnyActorRef, InspectionEvent } from "xstate";

import { lifecycleStates } from "../../../machines/lifecycle.ts";
import type { RunContext } from "../../../machines/run.ts";
import type { StateCounts } from "../../journal/state-tally.ts";

/** The actors of a run, as an inspector sees them: its own, its experiments', and its module executions'. */
export class SeenActors {
  #run: AnyActorRef | undefined;
  readonly #experiments: AnyActorRef[] = [];
  readonly #modules: AnyActorRef[] = [];

  readonly inspect = (event: InspectionEvent): void => {
    const { actorRef } = event;
    if (event.type !== "@xstate.actor" || !isActor(actorRef)) return;
    if (actorRef.id === "experiment") this.#experiments.push(actorRef);
    else if (actorRef.id === "module") this.#modules.push(actorRef);
    else this.#run ??= actorRef;
  };

  /** Where the run actor is, and how many experiments it counted; undefined before there is one. */
  get run(): { readonly value: unknown; readonly context: RunContext } | undefined {
    return this.#run?.getSnapshot() as { readonly value: unknown; readonly context: RunContext } | undefined;
  }

  /** Experiment actors per state. */
  get experiments(): StateCounts {
    return countsOf(this.#experiments);
  }

  /** Module actors per state. */
  get modules(): StateCounts {
    return countsOf(this.#modules);
  }
}

/** Inspection events promise no more than a session id; what XState hands over is the actor itself. */
const isActor = (ref: object): ref is AnyActorRef => "id" in ref && "getSnapshot" in ref;

const countsOf = (actors: readonly AnyActorRef[]): StateCounts => {
  const counts = { NotStarted: 0, InProgress: 0, Completed: 0, Failed: 0 };
  for (const actor of actors) {
    const { value } = actor.getSnapshot() as { readonly value: unknown };
    const state = lifecycleStates.find((each) => each === value);
    if (state !== undefined) counts[state]++;
  }
  return counts;
};
