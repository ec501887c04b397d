import { Effect } from "effect";

import type { Tracked } from "../workflow/module.ts";
import { hand, hold } from "./held.ts";
import type { ResultStoreService } from "./result-store.ts";

/**
 * Keeps results in this process.
 *
 * Whoever gets a result can change neither the kept one nor anybody else's: see {@link hold}.
 */
export const memoryResultStore = (): ResultStoreService => {
  const results = new Map<number, () => Tracked<unknown>>();
  return {
    put: (execution, { data, schema }) =>
      Effect.sync(() => {
        const held = hold(data);
        const kept = Object.freeze({ data: held.value, schema });
        results.set(
          execution,
          held.sharing === "frozen" ? () => kept : () => Object.freeze({ data: hand(held), schema }),
        );
        return "memory";
      }),
    get: (execution) => results.get(execution)?.(),
    release: (execution) => Effect.sync(() => void results.delete(execution)),
  };
};
