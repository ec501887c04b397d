import type { PlacedChart } from "../../chart/chart.ts";
import type { ActorDetail, ActorsReport } from "../../protocol/relay-api.ts";
import { get } from "./http-source.ts";
import { shareStream } from "./share-stream.ts";

/** The actors of a relay, from the server this page came from. */
export interface RelaySource {
  report(epoch: number, after: number): Promise<ActorsReport>;
  detail(sessionId: string): Promise<ActorDetail>;
  chart(epoch: number, number: number): Promise<PlacedChart>;
  /** Tells when there is something new, and when the server cannot be reached; the returned function stops it. */
  follow(tell: (what: "changed" | "lost") => void): () => void;
}

const address = "relay";

export const httpRelay: RelaySource = {
  report: (epoch, after) => get(`${address}/actors?epoch=${epoch}&after=${after}`),
  detail: (sessionId) => get(`${address}/actors/${encodeURIComponent(sessionId)}`),
  chart: (epoch, number) => get(`${address}/charts/${number}?epoch=${epoch}`),
  follow: (tell) => {
    const stopped = new AbortController();
    const { signal } = stopped;
    const hear = (what: "changed" | "lost"): void => {
      if (!signal.aborted) tell(what);
    };
    if ("locks" in navigator) shareStream(address, hear, signal, (say) => lead(signal, say));
    else {
      const timer = setInterval(() => tell("changed"), pollEveryMs);
      signal.addEventListener("abort", () => clearInterval(timer));
    }
    return () => stopped.abort();
  },
};

const pollEveryMs = 500;
const reconnectAfterMs = 1000;

const lead = (stop: AbortSignal, say: (what: "changed" | "lost") => void): Promise<void> =>
  new Promise((resolve) => {
    let stream: EventSource | undefined;
    const connect = (): void => {
      if (stop.aborted) return;
      const opened = new EventSource(`/api/v1/${address}/stream`);
      stream = opened;
      opened.addEventListener("message", () => say("changed"));
      opened.addEventListener("error", () => {
        say("lost");
        // The browser itself tries again where nobody answered, and not where it was refused.
        if (opened.readyState === EventSource.CLOSED) setTimeout(connect, reconnectAfterMs);
      });
    };
    stop.addEventListener("abort", () => {
      stream?.close();
      resolve();
    });
    connect();
  });
