import type { InspectionEvent } from "xstate";

import { machineOf } from "../server/machine-snapshot.ts";

/** The version of the format, as the package writes it. */
const version = "0.7.2";

/**
 * Puts inspection events into messages of `@statelyai/inspect`: the definition is written once for each machine, and a
 * state that did not change is not told again.
 */
export class StatelyMessages {
  readonly #send: (message: string) => void;
  /** The state that each actor was last told to be in; of those that have ended, none. */
  readonly #told = new Map<string, string>();
  readonly #definitions = new Map<object, string>();
  #count = 0;

  constructor(send: (message: string) => void) {
    this.#send = send;
  }

  readonly inspect = (event: InspectionEvent): void => {
    const { sessionId } = event.actorRef;
    if (event.type === "@xstate.event" && this.#told.has(sessionId)) {
      const source = event.sourceRef?.sessionId;
      this.#say(event, typeOf(event.event) + (source === undefined ? "" : `,"sourceId":${JSON.stringify(source)}`));
    }
    if (event.type !== "@xstate.snapshot") return;
    const known = this.#told.get(sessionId);
    const state = stateOf(event.snapshot);
    if (known === state) return;
    this.#told.set(sessionId, state);
    const snapshot = `"snapshot":${withContext(state, event.snapshot)}`;
    if (known === undefined)
      this.#say(event, `${lineOf(event.actorRef)},${snapshot}${this.#definition(event.actorRef)}`, "@xstate.actor");
    this.#say(event, `${typeOf(event.event)},${snapshot}`);
    if (!state.startsWith(active)) this.#told.delete(sessionId);
  };

  /**
   * The definition of a machine as it stands in a message, written once however many actors it has. It is the config, as
   * the package itself sends it: an eighth to a sixth of `machine.definition`, with every actor.
   */
  #definition(actor: object): string {
    const machine = machineOf(actor);
    if (machine === undefined) return "";
    const known = this.#definitions.get(machine);
    if (known !== undefined) return known;
    const text = `,"definition":${JSON.stringify(writtenConfig(machine.config, machine.id))}`;
    this.#definitions.set(machine, text);
    return text;
  }

  #say({ type, rootId, actorRef: { sessionId } }: InspectionEvent, what: string, as: string = type): void {
    const ids = `"id":"${this.#count++}","rootId":${JSON.stringify(rootId)},"sessionId":${JSON.stringify(sessionId)}`;
    this.#send(`{"type":"${as}",${what},${ids},"createdAt":"${Date.now()}","_version":"${version}"}`);
  }
}

const active = '{"status":"active"';

const typeOf = ({ type }: { readonly type: string }): string => `"event":{"type":${JSON.stringify(type)}}`;

/** Status and value of a snapshot as JSON: what has to differ for an actor to be told of again. */
const stateOf = (snapshot: object): string => {
  const status = written("status" in snapshot ? snapshot.status : undefined) ?? '"active"';
  const value = "value" in snapshot ? written(snapshot.value) : undefined;
  return value === undefined ? `{"status":${status}}` : `{"status":${status},"value":${value}}`;
};

const withContext = (state: string, snapshot: object): string => {
  const context = "context" in snapshot ? written(snapshot.context) : undefined;
  return context === undefined ? state : `${state.slice(0, -1)},"context":${context}}`;
};

/** What JSON cannot hold (bigints, cycles) is told in a word: whoever looks on must not fail what is looked at. */
const written = (value: unknown): string | undefined => {
  try {
    return JSON.stringify(value);
  } catch {
    return '"it cannot be written as JSON"';
  }
};

/** The guards and actions that are functions by their names; of a config that goes round in a circle, its id. */
const writtenConfig = (config: object, id: string): string => {
  try {
    return JSON.stringify(config, (_, value: unknown) => {
      if (typeof value === "function") return { type: value.name };
      return typeof value === "bigint" ? `${value}n` : value;
    });
  } catch {
    return JSON.stringify({ id });
  }
};

/** XState types neither the name of an actor nor its parent where it tells of actors. A root that was given no name has that of its machine. */
const lineOf = (actor: object): string => {
  const parent: unknown = "_parent" in actor ? actor._parent : undefined;
  const made = typeof parent === "object" && parent !== null && "sessionId" in parent ? parent.sessionId : undefined;
  const id = "id" in actor ? String(actor.id) : "";
  const isNamed = !("sessionId" in actor) || id !== actor.sessionId;
  const name = JSON.stringify(isNamed ? id : (machineOf(actor)?.id ?? id));
  return typeof made === "string" ? `"name":${name},"parentId":${JSON.stringify(made)}` : `"name":${name}`;
};
