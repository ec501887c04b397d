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
  /** Messages that were dropped because too many waited. */
  readonly dropped: number;
  /** Sends what waits, as far as there is a connection, and closes it. */
  close(): Promise<void>;
}

/**
 * Tells the actors of a system to the inspector of `@statelyai/inspect`, in its own words and at a fraction of its price:
 * the definition once for each machine, of a snapshot its state, and nothing is ever waited for.
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
 * stately.dropped; // => 0
 * ```
 */
export const statelyInspect = (options: StatelyInspectOptions = {}): StatelyInspect =>
  new Connection(options.url ?? "ws://localhost:8080", options.mostWaiting ?? 10_000);

/** The version of the format, as the package writes it. */
const version = "0.7.2";

class Connection implements StatelyInspect {
  readonly #socket: WebSocket;
  readonly #waiting: string[] = [];
  readonly #mostWaiting: number;
  readonly #met = new Set<string>();
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
    if (event.type === "@xstate.event" && this.#met.has(sessionId))
      this.#send(event, { type: event.type, event: { type: event.event.type }, sourceId: event.sourceRef?.sessionId });
    if (event.type !== "@xstate.snapshot") return;
    const snapshot = plainSnapshot(event.snapshot);
    if (!this.#met.has(sessionId)) {
      this.#met.add(sessionId);
      const { name, parentId } = lineOf(event.actorRef);
      this.#send(event, {
        type: "@xstate.actor",
        name,
        parentId,
        snapshot,
        definition: this.#definition(event.actorRef),
      });
    }
    this.#send(event, { type: event.type, event: { type: event.event.type }, snapshot });
  };

  close(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#socket.readyState === WebSocket.CLOSED) return resolve();
      this.#socket.addEventListener("close", () => resolve(), { once: true });
      this.#socket.close();
    });
  }

  /** The definition of a machine, written once however many actors it has. */
  #definition(actor: object): string | undefined {
    const machine = machineOf(actor);
    if (machine === undefined) return undefined;
    const known = this.#definitions.get(machine);
    if (known !== undefined) return known;
    const written = JSON.stringify(machine.definition);
    this.#definitions.set(machine, written);
    return written;
  }

  #send({ rootId, actorRef }: InspectionEvent, message: object): void {
    const id = String(this.#count++);
    const { sessionId } = actorRef;
    const text = JSON.stringify({
      ...message,
      id,
      rootId,
      sessionId,
      createdAt: String(Date.now()),
      _version: version,
    });
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
    else if (this.#waiting.length < this.#mostWaiting) this.#waiting.push(text);
    else this.#dropped++;
  }
}

/** What of a snapshot is shown; a context may hold what JSON cannot. */
const plainSnapshot = (snapshot: object): object => ({
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
