import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import { inspect, type Inspector } from "../inspector/inspect.ts";
import type { InspectedExecutor } from "../inspector/server/executor-runs.ts";
import { UsageError } from "./usage-error.ts";

/** Shows the runs of an executor in the browser, until the scope closes. */
export const inspectRun = (
  executor: InspectedExecutor,
  options: { readonly port: number; readonly open: boolean; readonly allowControl: boolean },
): Effect.Effect<Inspector, UsageError, Scope.Scope> =>
  Effect.acquireRelease(
    Effect.tryPromise({
      try: () => inspect(executor, options),
      catch: (thrown) => cannotServe(options.port, thrown),
    }),
    (inspector) => Effect.promise(() => inspector.close()),
  );

/** Why the inspector could not be served, as whoever typed the command can mend it. */
export const cannotServe = (port: number, thrown: unknown): UsageError =>
  new UsageError({
    subject: port === 0 ? "the inspector" : `port ${port}`,
    reason: `it cannot be served: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    remedy: "Give another --port, or leave it out to take any that is free.",
  });
