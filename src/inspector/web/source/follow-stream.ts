import { appendRows, type RowBatch } from "../../protocol/row-batch.ts";
import type { RunColumns } from "../../protocol/run-columns.ts";
import { shareStream } from "./share-stream.ts";
import type { Following } from "./source.ts";

/**
 * Follows a run over one stream per browser; a tab that takes the stream over goes on from its own last record. Where
 * there are no locks (an address that is not secure) each tab asks again and again instead.
 */
export const followStream = (address: string, run: RunColumns, tell: (what: Following) => void): (() => void) => {
  const stopped = new AbortController();
  const hear = (message: Message): void => {
    if (stopped.signal.aborted) return;
    if (message.kind !== "rows") return tell(message.kind);
    const before = run.length;
    if (!appendRows(run, message.batch)) return tell("stale");
    if (run.length > before) tell("grown");
  };
  if ("locks" in navigator)
    shareStream(address, hear, stopped.signal, (say) => lead(address, run, stopped.signal, say));
  else poll(address, run, hear, stopped.signal);
  return () => stopped.abort();
};

type Message = { readonly kind: "rows"; readonly batch: RowBatch } | { readonly kind: Exclude<Following, "grown"> };

/** Holds the stream until it is told to stop, or nothing more will come. */
const lead = (address: string, run: RunColumns, stop: AbortSignal, say: (message: Message) => void): Promise<void> =>
  new Promise((resolve) => {
    let stream: EventSource | undefined;
    const close = (): void => {
      stream?.close();
      resolve();
    };
    const connect = (): void => {
      if (stop.aborted) return;
      const opened = new EventSource(`${address}/stream?after=${run.length}`);
      stream = opened;
      opened.addEventListener("open", () => say({ kind: "connected" }));
      opened.addEventListener("message", ({ data }: MessageEvent<string>) =>
        say({ kind: "rows", batch: JSON.parse(data) as RowBatch }),
      );
      opened.addEventListener("resync", () => say({ kind: "stale" }));
      opened.addEventListener("end", () => {
        say({ kind: "ended" });
        close();
      });
      opened.addEventListener("error", () => {
        say({ kind: "lost" });
        // The browser itself tries again where nobody answered, and not where it was refused: by a server that was begun
        // anew, until this browser has opened a link of it.
        if (opened.readyState === EventSource.CLOSED) setTimeout(connect, reconnectAfterMs);
      });
    };
    stop.addEventListener("abort", close);
    connect();
  });

const reconnectAfterMs = 1000;

const pollEveryMs = 500;

const poll = (address: string, run: RunColumns, hear: (message: Message) => void, stop: AbortSignal): void => {
  const ask = async (): Promise<void> => {
    try {
      const answer = await fetch(`${address}/events?after=${run.length}`, { signal: stop });
      hear({ kind: "connected" });
      hear({ kind: "rows", batch: (await answer.json()) as RowBatch });
    } catch {
      hear({ kind: "lost" });
    }
    if (!stop.aborted) setTimeout(() => void ask(), pollEveryMs);
  };
  void ask();
};
