import type { InspectionEvent } from "xstate";

import { machineOf } from "../server/machine-snapshot.ts";

/** How actors are told to Stately's inspector. */
export interface StatelyInspectOptions {
  /** The address of its server, such as that of `createInspectorServer({ port: 8080 })`. Default `ws://localhost:8080`. */
  readonly url?: string;
  /** The most messages that wait for the connection; later ones are dropped, and counted. Default 10,000. */
  readonly mostWaiting?: number;
}

/** A connection to Stately's inspector. */
export interface StatelyInspect {
  /** Give it to `createActor(machine, { inspect })`, or to an executor as its option `inspect`. */
  readonly inspect: (event: InspectionEvent) => void;
  /** Messages that nobody was sent: too many waited, or there was no connection to the end. */
  readonly dropped: number;
  /** Waits for a connection that is being made, sends what waits, and closes it; what could not be sent is counted. */
  close(): Promise<void>;
}

/**
 * Tells the actors of a system to the inspector of `@statelyai/inspect`, in its own words and without depending on it: the
 * definition is written once for each machine, and a state that did not change is not told again.
 *
 * Nothing it does can fail the run: without a server, or with one that went away, what does not fit is dropped.
 *
 * @example
 * ```ts
 * const stately = statelyInspect({ url: "ws://localhost:9" });
 * const workflow = defineWorkflow("watched").module("Loader", { run: () => 1 });
 * const config = { Loader: { one: {} } };
 * await new Executor({ workflow, config, actors: "machine", inspect: stately.inspect }).run();
 * await stately.close();
 * stately.dropped > 0; // => true
 * ```
 */
export const statelyInspect = (options: StatelyInspectOptions = {}): StatelyInspect =>
  new Connection(options.url ?? "ws://localhost:8080", options.mostWaiting ?? 10_000);

/** The version of the format, as the package writes it. */
const version = "0.7.2";

/** A server that takes nothing any more would fill the memory of the run. */
const mostBuffered = 16 * 1024 * 1024;

class Connection implements StatelyInspect {
  readonly #socket: WebSocket;
  readonly #waiting: string[] = [];
  readonly #mostWaiting: number;
  /** The state that each actor was last told to be in; of those that have ended, none. */
  readonly #told = new Map<string, string>();
  readonly #definitions = new Map<object, string>();
  #dropped = 0;
  #count = 0;

  constructor(url: string, mostWaiting: number) {
    this.#mostWaiting = mostWaiting;
    this.#socket = new WebSocket(url);
    this.#socket.addEventListener("open", () => {
      for (const message of this.#waiting.splice(0)) this.#socket.send(message);
    });
    this.#socket.addEventListener("error", () => undefined);
  }

  get dropped(): number {
    return this.#dropped;
  }

  readonly inspect = (event: InspectionEvent): void => {
    const { sessionId } = event.actorRef;
    if (event.type === "@xstate.event" && this.#told.has(sessionId))
      this.#send(event, { type: event.type, event: { type: event.event.type }, sourceId: event.sourceRef?.sessionId });
    if (event.type !== "@xstate.snapshot") return;
    const snapshot = plainSnapshot(event.snapshot);
    const known = this.#told.get(sessionId);
    const state = written([snapshot.status, snapshot.value]);
    if (known === state) return;
    this.#told.set(sessionId, state);
    if (known === undefined) {
      const definition = this.#definition(event.actorRef);
      this.#send(event, { type: "@xstate.actor", ...lineOf(event.actorRef), snapshot }, definition);
    }
    this.#send(event, { type: event.type, event: { type: event.event.type }, snapshot });
    if (snapshot.status !== "active") this.#told.delete(sessionId);
  };

  async close(): Promise<void> {
    const socket = this.#socket;
    if (socket.readyState === WebSocket.CONNECTING) await heard(socket, ["open", "error"]);
    if (socket.readyState !== WebSocket.CLOSED) {
      const closed = heard(socket, ["close"]);
      socket.close();
      await closed;
    }
    this.#dropped += this.#waiting.splice(0).length;
  }

  /** The definition of a machine as it stands in a message, written once however many actors it has. */
  #definition(actor: object): string | undefined {
    const machine = machineOf(actor);
    if (machine === undefined) return undefined;
    const known = this.#definitions.get(machine);
    if (known !== undefined) return known;
    const text = JSON.stringify(written(machine.definition));
    this.#definitions.set(machine, text);
    return text;
  }

  #send({ rootId, actorRef: { sessionId } }: InspectionEvent, message: object, definition?: string): void {
    const id = String(this.#count++);
    const rest = written({ ...message, id, rootId, sessionId, createdAt: String(Date.now()), _version: version });
    const text = definition === undefined ? rest : `${rest.slice(0, -1)},"definition":${definition}}`;
    const { readyState, bufferedAmount } = this.#socket;
    if (readyState === WebSocket.OPEN && bufferedAmount < mostBuffered) this.#socket.send(text);
    else if (readyState === WebSocket.CONNECTING && this.#waiting.length < this.#mostWaiting) this.#waiting.push(text);
    else this.#dropped++;
  }
}

const heard = (socket: WebSocket, events: readonly string[]): Promise<void> =>
  new Promise((resolve) => {
    for (const event of events) socket.addEventListener(event, () => resolve(), { once: true });
  });

/** What JSON cannot hold (bigints, cycles) is told in a word: whoever looks on must not fail what is looked at. */
const written = (value: unknown): string => {
  try {
    return JSON.stringify(value);
  } catch {
    return JSON.stringify("it cannot be written as JSON");
  }
};

interface PlainSnapshot {
  readonly status: unknown;
  readonly value: unknown;
  readonly context: unknown;
}

const plainSnapshot = (snapshot: object): PlainSnapshot => ({
  status: "status" in snapshot ? snapshot.status : undefined,
  value: "value" in snapshot ? snapshot.value : undefined,
  context: "context" in snapshot ? plain(snapshot.context) : undefined,
});

const plain = (context: unknown): unknown => {
  try {
    JSON.stringify(context);
    return context;
  } catch {
    return "a context that JSON cannot hold";
  }
};

/** XState types neither the name of an actor nor its parent where it tells of actors. */
const lineOf = (actor: object): { readonly name: string; readonly parentId: string | undefined } => {
  const parent: unknown = "_parent" in actor ? actor._parent : undefined;
  const made = typeof parent === "object" && parent !== null && "sessionId" in parent ? parent.sessionId : undefined;
  return { name: "id" in actor ? String(actor.id) : "", parentId: typeof made === "string" ? made : undefined };
};
