import { channel } from "node:diagnostics_channel";
import { Socket } from "node:net";

/**
 * Lets all that a WebSocket sends in one turn of the event loop go out in one write: Node makes one of each message, which
 * is most of what a message costs (3.6 to 6.1 µs, against 1.6 in writes of 50).
 *
 * Node's WebSocket hides the connection beneath it; that one was made is told on a channel of Node. Where that is not so,
 * or another was made to the same port meanwhile, messages go out one by one.
 */
export class CorkedSocket {
  readonly #made: Socket[] = [];
  readonly #port: number;
  #beneath: Socket | undefined;
  #flushing: NodeJS.Immediate | undefined;

  /** Begin before the WebSocket is made. */
  constructor(url: URL) {
    this.#port = Number(url.port === "" ? (url.protocol === "wss:" ? 443 : 80) : url.port);
    connections.subscribe(this.#hear);
  }

  /** The connection is there, or will not be. */
  settled(): void {
    connections.unsubscribe(this.#hear);
    const fitting = this.#made.splice(0).filter(({ remotePort }) => remotePort === this.#port);
    if (fitting.length === 1) [this.#beneath] = fitting;
  }

  /** Holds what is sent from now on until the turn ends. */
  hold(): void {
    if (this.#flushing !== undefined || this.#beneath === undefined) return;
    this.#beneath.cork();
    this.#flushing = setImmediate(() => this.flush());
  }

  /** Lets go of what is held. */
  flush(): void {
    if (this.#flushing === undefined) return;
    clearImmediate(this.#flushing);
    this.#flushing = undefined;
    this.#beneath?.uncork();
  }

  readonly #hear = (message: unknown): void => {
    if (typeof message === "object" && message !== null && "socket" in message && message.socket instanceof Socket)
      this.#made.push(message.socket);
  };
}

const connections = channel("net.client.socket");
