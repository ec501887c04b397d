import type { AnyStateMachine, InspectionEvent } from "xstate";

import { experimentMachine } from "../../../machines/experiment.ts";
import { moduleMachine } from "../../../machines/module.ts";
import { runMachine } from "../../../machines/run.ts";

import { toChart } from "../chart/to-chart.ts";
import { placeChart } from "../chart/place-chart.ts";
import type { ActorMove, ActorReport, ActorView } from "../protocol/api.ts";
import { isMachineSnapshot, machineOf } from "./machine-snapshot.ts";

/** The most actors, and moves of each, that are kept. */
const most = { actors: 200, moves: 2000 };

/** What the records tell of already. */
const own: ReadonlySet<string> = new Set([runMachine.id, experimentMachine.id, moduleMachine.id]);

interface SeenActor {
  readonly view: { -readonly [Key in keyof ActorView]: ActorView[Key] } & { moves: ActorMove[] };
}

/** What was seen of the machines in an actor system; what XState tells is kept as data, never the actors themselves. */
export class ActorLog {
  /** The last record of the run, by which moves are placed among the records. */
  seq = 0;
  readonly #seen = new Map<string, SeenActor>();
  readonly #clock: () => number;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  get report(): ActorReport {
    return { actors: Array.from(this.#seen.values(), ({ view }) => view) };
  }

  /** Takes an inspection event; actors that are no machines, and the library's own, are passed over. */
  readonly watch = (event: InspectionEvent): void => {
    if (event.type !== "@xstate.snapshot") return;
    const { actorRef, snapshot } = event;
    const machine = machineOf(actorRef);
    if (machine === undefined || own.has(machine.id)) return;
    const seen = this.#seen.get(actorRef.sessionId) ?? this.#meet(actorRef, machine);
    if (seen === undefined || !isMachineSnapshot(snapshot)) return;
    const { moves } = seen.view;
    const active = snapshot._nodes.map(({ id }) => id);
    const last = moves.at(-1);
    if (last?.status === snapshot.status && JSON.stringify(last.active) === JSON.stringify(active)) return;
    if (moves.length === most.moves) moves.shift();
    moves.push({
      seq: this.seq,
      at: this.#clock(),
      event: event.event.type,
      value: snapshot.value,
      active,
      status: snapshot.status,
    });
  };

  #meet(actorRef: InspectionEvent["actorRef"], machine: AnyStateMachine): SeenActor | undefined {
    if (this.#seen.size === most.actors) return undefined;
    const seen: SeenActor = {
      view: {
        sessionId: actorRef.sessionId,
        ...lineOf(actorRef),
        moves: [],
      },
    };
    this.#seen.set(actorRef.sessionId, seen);
    void this.#draw(machine, seen);
    return seen;
  }

  /** The picture comes when it is made; until then the actor has its states alone. */
  async #draw(machine: AnyStateMachine, seen: SeenActor): Promise<void> {
    seen.view.chart = await placeChart(toChart(machine));
  }
}

/** The name of an actor, and who made it; XState types neither where it tells of actors. */
const lineOf = (actor: object): Pick<ActorView, "id" | "parent"> => {
  const parent: unknown = "_parent" in actor ? actor._parent : undefined;
  const made = typeof parent === "object" && parent !== null && "sessionId" in parent ? parent.sessionId : undefined;
  return { id: "id" in actor ? String(actor.id) : "", ...(typeof made === "string" && { parent: made }) };
};
