/** Why an address is none of a relay that may be asked; its parts are those of a UsageError. */
export interface AddressRefusal {
  readonly reason: string;
  readonly remedy: string;
}

/**
 * The address of a relay, or why it is refused: it is none of a WebSocket, or not of this machine.
 *
 * What a relay tells is shown as it is said, and anybody on the way could say it: another machine has to be asked for.
 */
export const relayAddress = (text: string, allowRemote: boolean): URL | AddressRefusal => {
  const url = URL.parse(text);
  const example = "Give one such as ws://localhost:8080.";
  if (url === null || url.hostname === "") return { reason: "it is no address", remedy: example };
  if (url.protocol !== "ws:" && url.protocol !== "wss:")
    return {
      reason: `it is no address of a WebSocket, which begins with ws: and not with ${url.protocol}`,
      remedy: example,
    };
  if (url.hash !== "") return { reason: "the address of a WebSocket has no part after #", remedy: example };
  if (!allowRemote && !isLoopback(url.hostname))
    return {
      reason: `${url.hostname} is not this machine`,
      remedy: "Allow it with --allow-remote (from code: allowRemote), if you trust that machine and the way to it.",
    };
  return url;
};

/** An address as it is shown: who is let in by it, by a token or a password, is nobody else's. */
export const shownAddress = ({ protocol, host, pathname }: URL): string => `${protocol}//${host}${pathname}`;

const isLoopback = (hostname: string): boolean =>
  hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d{1,3}){3}$/u.test(hostname);
