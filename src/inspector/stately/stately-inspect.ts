import type { InspectionEvent } from "xstate";

import { checkOptions } from "../../workflow/check-options.ts";
import { CorkedSocket } from "./corked-socket.ts";
import { StatelyMessages } from "./stately-messages.ts";

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
 * Tells the actors of a system to the inspector of `@statelyai/inspect`, in its own words and without depending on it.
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
export const statelyInspect = (options: StatelyInspectOptions = {}): StatelyInspect => {
  checkOptions("statelyInspect", options, "url mostWaiting");
  return new Connection(options.url ?? "ws://localhost:8080", options.mostWaiting ?? 10_000);
};

/** A server that takes nothing any more would fill the memory of the run. */
const mostBuffered = 16 * 1024 * 1024;

class Connection implements StatelyInspect {
  readonly #socket: WebSocket;
  readonly #corked: CorkedSocket;
  readonly #waiting: string[] = [];
  readonly #mostWaiting: number;
  readonly #messages = new StatelyMessages((message) => this.#send(message));
  #dropped = 0;

  constructor(url: string, mostWaiting: number) {
    this.#mostWaiting = mostWaiting;
    this.#corked = new CorkedSocket(new URL(url));
    this.#socket = new WebSocket(url);
    this.#socket.addEventListener("open", () => {
      this.#corked.settled();
      for (const message of this.#waiting.splice(0)) this.#send(message);
    });
    this.#socket.addEventListener("error", () => this.#corked.settled());
  }

  get dropped(): number {
    return this.#dropped;
  }

  get inspect(): (event: InspectionEvent) => void {
    return this.#messages.inspect;
  }

  async close(): Promise<void> {
    const socket = this.#socket;
    if (socket.readyState === WebSocket.CONNECTING) await heard(socket, ["open", "error"]);
    if (socket.readyState !== WebSocket.CLOSED) {
      const closed = heard(socket, ["close"]);
      this.#corked.flush();
      socket.close();
      await closed;
    }
    this.#dropped += this.#waiting.splice(0).length;
  }

  #send(message: string): void {
    const { readyState, bufferedAmount } = this.#socket;
    if (readyState === WebSocket.OPEN && bufferedAmount < mostBuffered) {
      this.#corked.hold();
      this.#socket.send(message);
    } else if (readyState === WebSocket.CONNECTING && this.#waiting.length < this.#mostWaiting)
      this.#waiting.push(message);
    else this.#dropped++;
  }
}

const heard = (socket: WebSocket, events: readonly string[]): Promise<void> =>
  new Promise((resolve) => {
    for (const event of events) socket.addEventListener(event, () => resolve(), { once: true });
  });
