import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import { relayAddress } from "../inspector/relay/relay-address.ts";
import { WatchedRelay } from "../inspector/relay/watched-relay.ts";
import { UsageError } from "./usage-error.ts";

/** Whether what is to be inspected is meant as an address, of whichever kind: no run and no journal file is. */
export const isAddress = (text: string): boolean => /^[a-z][a-z+.-]*:\/\//iu.test(text);

/** Listens to the relay at an address until the scope closes. */
export const watchRelay = (
  text: string,
  allowRemote: boolean,
): Effect.Effect<WatchedRelay, UsageError, Scope.Scope> => {
  const address = relayAddress(text, allowRemote);
  if (!(address instanceof URL)) return Effect.fail(new UsageError({ subject: text, ...address }));
  return Effect.acquireRelease(
    Effect.tryPromise({
      try: () => WatchedRelay.open(address, Date.now),
      catch: (thrown) =>
        new UsageError({
          subject: text,
          reason: thrown instanceof Error ? thrown.message : String(thrown),
          remedy: "Start the relay first, and then this.",
        }),
    }),
    (relay) => Effect.sync(() => relay.close()),
  );
};
