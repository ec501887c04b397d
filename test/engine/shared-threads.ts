import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Scope from "effect/Scope";

import { workers } from "../../src/engine/index.ts";
import type { Engine } from "../../src/index.ts";

/** An engine whose threads outlive its runs, so that a law of many runs starts few; and what ends them. */
export const sharedThreads = async (count: number): Promise<{ readonly engine: Engine; end(): Promise<void> }> => {
  const scope = await Effect.runPromise(Scope.make());
  const places = await Effect.runPromise(Scope.provide(workers(count).open(undefined), scope));
  return {
    engine: { size: count, open: () => Effect.succeed(places) },
    end: () => Effect.runPromise(Scope.close(scope, Exit.void)),
  };
};
