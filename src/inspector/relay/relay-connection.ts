/** What a connection to a relay tells. */
export interface RelayListener {
  readonly opened: () => void;
  readonly heard: (data: unknown) => void;
  readonly lost: () => void;
}

/** How long is waited. */
export interface RelayPace {
  /** For the first answer of a relay. */
  readonly connectMs: number;
  /** Until a relay that went away is tried again. */
  readonly againMs: number;
  /** For a relay to speak, before it is asked to: one of `@xstate/inspect` waits for it. */
  readonly greetMs: number;
}

const usual: RelayPace = { connectMs: 5000, againMs: 1000, greetMs: 300 };

/** A connection to a relay that is made again whenever it ends, until it is closed. */
export class RelayConnection {
  readonly #url: URL;
  readonly #listener: RelayListener;
  readonly #pace: RelayPace;
  #socket: WebSocket | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;
  #greeting: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  /** Rejects with an Error when nobody answers at first. */
  static async open(url: URL, listener: RelayListener, pace: RelayPace = usual): Promise<RelayConnection> {
    const connection = new RelayConnection(url, listener, pace);
    const slow = Promise.withResolvers<never>();
    const timer = setTimeout(() => slow.reject(new Error("it did not answer in time")), pace.connectMs);
    try {
      await Promise.race([connection.#connect(), slow.promise]);
    } catch (thrown) {
      connection.close();
      throw thrown;
    } finally {
      clearTimeout(timer);
    }
    return connection;
  }

  private constructor(url: URL, listener: RelayListener, pace: RelayPace) {
    this.#url = url;
    this.#listener = listener;
    this.#pace = pace;
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#again);
    clearTimeout(this.#greeting);
    this.#socket?.close();
  }

  /** Settles when the connection is there, or could not be made. */
  #connect(): Promise<void> {
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    const first = Promise.withResolvers<void>();
    let [open, silent] = [false, true];
    socket.addEventListener("open", () => {
      open = true;
      this.#listener.opened();
      first.resolve();
      // The other relay passes on what it is sent, and would pass on the greeting: it is not greeted once it spoke.
      this.#greeting = setTimeout(() => {
        if (silent) socket.send(JSON.stringify({ type: "xstate.inspecting" }));
      }, this.#pace.greetMs);
    });
    socket.addEventListener("message", ({ data }) => {
      silent = false;
      if (!this.#closed) this.#listener.heard(data);
    });
    socket.addEventListener("error", () => first.reject(new Error("nobody answers there")));
    socket.addEventListener("close", () => {
      clearTimeout(this.#greeting);
      first.reject(new Error("nobody answers there"));
      if (this.#closed) return;
      if (open) this.#listener.lost();
      this.#again = setTimeout(() => {
        this.#connect().catch(() => undefined);
      }, this.#pace.againMs);
    });
    return first.promise;
  }
}
