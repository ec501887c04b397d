/**
 * Hears a stream of which there is one per browser: a browser gives a server six connections, so the seventh tab would hang.
 *
 * The tab that holds a lock has the stream and passes on what comes; when it goes, or `lead` is over, another takes over.
 */
export const shareStream = <Message>(
  address: string,
  hear: (message: Message) => void,
  stop: AbortSignal,
  lead: (say: (message: Message) => void) => Promise<void>,
): void => {
  const channel = new BroadcastChannel(`runstate:${address}`);
  channel.addEventListener("message", (event: MessageEvent<Message>) => hear(event.data));
  stop.addEventListener("abort", () => channel.close());
  void navigator.locks
    .request(`runstate:${address}`, { signal: stop }, () =>
      lead((message) => {
        hear(message);
        channel.postMessage(message);
      }),
    )
    .catch(ignoreAbort);
};

const ignoreAbort = (thrown: unknown): void => {
  if (!(thrown instanceof DOMException && thrown.name === "AbortError")) throw thrown;
};
