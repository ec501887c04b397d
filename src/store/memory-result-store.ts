import { Effect } from "effect";

import { type Tracked } from "../workflow/module.ts";
import { hold, type Held } from "./held.ts";
import { type ResultStoreService } from "./result-store.ts";

/**
 * Keeps results in this process.
 *
 * Whoever gets a result can change neither the kept one nor anybody else's: see {@link hold}.
 */
export const memoryResultStore = (): ResultStoreService => {
  const results = new Map<number, { readonly held: Held<unknown>; readonly schema: Tracked<unknown>["schema"] }>();
  return {
    put: (execution, { data, schema }) =>
      Effect.sync(() => {
        results.set(execution, { held: hold(data), schema });
        return `memory:${execution}`;
      }),
    get: (execution) => {
      const kept = results.get(execution);
      return kept && { data: kept.held.hand(), schema: kept.schema };
    },
    release: (execution) => Effect.sync(() => void results.delete(execution)),
  };
};
