import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import { exitCodes, type StopSignal } from "./exit-code.ts";

/** The signals of the terminal and the system that end a run. */
export interface StopSignals {
  /** Aborts with the first signal. */
  readonly signal: AbortSignal;
  /** The first signal that came, if any did. */
  readonly received: () => StopSignal | undefined;
}

/**
 * Turns the first Ctrl-C or SIGTERM into the cancellation of a run; the second one ends the process at once.
 *
 * Both are answered by `say`: the modules in progress may take a while to end, and whoever does not wait is told by
 * `parting` what is left.
 */
export const stopSignals = (
  say: (message: string) => void,
  parting: () => string,
): Effect.Effect<StopSignals, never, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => listen(say, parting)),
      ({ listener }) =>
        Effect.sync(() => {
          for (const name of stops) process.off(name, listener);
        }),
    ),
    ({ stopSignals: listening }) => listening,
  );

const stops: readonly StopSignal[] = ["SIGINT", "SIGTERM"];

const listen = (say: (message: string) => void, parting: () => string) => {
  const controller = new AbortController();
  let received: StopSignal | undefined;
  const listener = (name: NodeJS.Signals): void => {
    const stop: StopSignal = name === "SIGTERM" ? name : "SIGINT";
    if (received !== undefined) {
      say(parting());
      process.exit(exitCodes[stop]);
    }
    received = stop;
    say(stop === "SIGINT" ? "cancelling; Ctrl-C again ends at once" : "cancelling, because of SIGTERM");
    controller.abort(new Error(stop === "SIGINT" ? "Ctrl-C" : "the process was told to end (SIGTERM)"));
  };
  for (const name of stops) process.on(name, listener);
  return { listener, stopSignals: { signal: controller.signal, received: () => received } };
};
