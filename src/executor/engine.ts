import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import type { Redaction } from "../journal/redaction.ts";
import { fileOf } from "../workflow/from-file.ts";
import type { AttemptPlace, PreparedModule } from "./runner-setup.ts";
import type { SharedLimit } from "./slots.ts";

/**
 * Waits for a place where the default export of a file can be called for one attempt. What that says is told to the
 * scope of the attempt; its failure is the module's.
 */
export type FilePlaces = (file: URL) => Effect.Effect<AttemptPlace>;

/** Where modules that are given by file run, if not in the main thread: `workers(n)` of `runstate/workers`. */
export interface Engine {
  /** The most executions it carries out at once. */
  readonly size: number;
  /** Opened for each run that has such modules, and closed at its end. */
  readonly open: (redaction: Redaction | undefined) => Effect.Effect<FilePlaces, never, Scope.Scope>;
}

/** Modules of which some run in an engine, and the limit they share. */
export interface EngineModules {
  readonly modules: readonly PreparedModule[];
  readonly limit: SharedLimit | undefined;
}

/** Lets the modules that are given by file run in an engine, for as long as the scope is open. */
export const modulesIn = (
  engine: Engine | undefined,
  modules: readonly PreparedModule[],
  redaction: Redaction | undefined,
): Effect.Effect<EngineModules, never, Scope.Scope> => {
  const files = modules.map(({ module }) => fileOf(module.run));
  if (engine === undefined || files.every((file) => file === undefined))
    return Effect.succeed({ modules, limit: undefined });
  return Effect.map(engine.open(redaction), (placeFor) => ({
    modules: modules.map((prepared, depth): PreparedModule => {
      const file = files[depth];
      return file === undefined ? prepared : { ...prepared, place: placeFor(file) };
    }),
    limit: { capacity: engine.size, depths: files.flatMap((file, depth) => (file === undefined ? [] : [depth])) },
  }));
};
