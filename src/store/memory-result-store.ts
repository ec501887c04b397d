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
  const results = new Map<number, Tracked<unknown>>();
  /** Results that hold what cannot be frozen. A set beside, since a closure per result takes 230 bytes. */
  const copied = new Set<number>();
  return {
    put: (execution, { data, schema }) =>
      Effect.sync(() => {
        const { value, sharing } = hold(data);
        results.set(execution, Object.freeze({ data: value, schema }));
        if (sharing === "copied") copied.add(execution);
        else copied.delete(execution);
        return "memory";
      }),
    get: (execution) => {
      const kept = results.get(execution);
      if (kept === undefined || !copied.has(execution)) return kept;
      return Object.freeze({ data: hand({ value: kept.data, sharing: "copied" }), schema: kept.schema });
    },
    release: (execution) =>
      Effect.sync(() => {
        results.delete(execution);
        copied.delete(execution);
      }),
  };
};
