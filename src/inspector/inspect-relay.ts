import { checkOptions } from "../workflow/check-options.ts";
import { relayAddress } from "./relay/relay-address.ts";
import { WatchedRelay } from "./relay/watched-relay.ts";
import { serveRuns } from "./server/inspector-server.ts";
import { noRuns } from "./server/no-runs.ts";
import { openPage } from "./server/open-page.ts";
import { packageVersion } from "./server/package-version.ts";

/** Which relay is listened to, and how its actors are shown. */
export interface InspectRelayOptions {
  /** Its address, such as `ws://localhost:8080` of `createInspectorServer()` of `@statelyai/inspect/server`. */
  readonly url: string;
  /** The port on 127.0.0.1. Default 0: any that is free. */
  readonly port?: number;
  /** Opens the page in the browser. Default false. */
  readonly open?: boolean;
  /** Lets the relay be on another machine. Default false. */
  readonly allowRemote?: boolean;
}

/** An inspector of a relay at work. */
export interface RelayInspector {
  readonly port: number;
  /** A new link that opens the page, once. */
  link(): string;
  /** Listens no more, and frees the port. */
  close(): Promise<void>;
}

/**
 * Shows the actors that a relay of `@statelyai/inspect` or `@xstate/inspect` tells of, on the page of this library: live,
 * without the internet, on this machine only.
 *
 * Rejects with an Error when the address is none of a relay on this machine, nobody answers there, or the port is taken.
 *
 * @example
 * ```ts
 * const inspector = await inspectRelay({ url: "ws://localhost:9" }).catch((error) => error.message);
 * inspector; // => "ws://localhost:9: nobody answers there. Start the relay first, …"
 * ```
 */
export const inspectRelay = async (options: InspectRelayOptions): Promise<RelayInspector> => {
  checkOptions("inspectRelay", options, "url port open allowRemote");
  const address = relayAddress(options.url, options.allowRemote === true);
  if (!(address instanceof URL)) throw new Error(`${options.url}: ${address.reason}. ${address.remedy}`);
  const relay = await WatchedRelay.open(address, Date.now).catch((thrown: unknown) => {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    throw new Error(`${options.url}: ${reason}. Start the relay first, and then this.`, { cause: thrown });
  });
  const server = await serveRuns(noRuns, {
    version: packageVersion(),
    relay,
    ...(options.port !== undefined && { port: options.port }),
  }).catch((thrown: unknown) => {
    relay.close();
    throw thrown;
  });
  if (options.open === true) openPage(server.link());
  return {
    port: server.port,
    link: () => server.link(),
    close: () => {
      relay.close();
      return server.close();
    },
  };
};
