import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import { ownFrame } from "./own-frame.ts";

/** Errors that belong to no execution: thrown in a callback, or a rejection that nobody handles. */
export interface StrayErrors {
  /** Aborts with the first of them. */
  readonly signal: AbortSignal;
}

/**
 * Ends a run in order when user code throws where nobody can catch it.
 *
 * Node would end the process on the spot, and neither the journal nor the summary would say how far the run came.
 */
export const strayErrors = (note: (text: string) => void): Effect.Effect<StrayErrors, never, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.sync(() => {
        const controller = new AbortController();
        const listener = (thrown: unknown): void => {
          note(describe(thrown));
          controller.abort(thrown);
        };
        process.on("uncaughtException", listener);
        return { signal: controller.signal, listener };
      }),
      ({ listener }) => Effect.sync(() => process.off("uncaughtException", listener)),
    ),
    ({ signal }) => ({ signal }),
  );

const describe = (thrown: unknown): string => {
  if (!(thrown instanceof Error)) return `an error outside of every execution: ${String(thrown)}`;
  const frame = ownFrame(thrown.stack);
  return `an error outside of every execution: ${thrown.name}: ${thrown.message}${frame === undefined ? "" : ` (at ${frame})`}`;
};
