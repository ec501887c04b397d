import * as Effect from "effect/Effect";

import { atOnce } from "../journal/at-once.ts";
import type { Tracked } from "../workflow/module.ts";
import { hand, hold } from "./held.ts";
import type { ResultRef, ResultStoreService } from "./result-store.ts";
import { TrackedPages } from "./tracked-pages.ts";

/** Results kept in this process, where nothing can fail. */
export interface MemoryResults extends ResultStoreService {
  /** Does what `put` does. */
  readonly keep: (execution: number, result: Tracked<unknown>) => ResultRef;
}

/**
 * Keeps results in this process.
 *
 * Whoever gets a result can change neither the kept one nor anybody else's: see {@link hold}.
 */
export const memoryResultStore = (): MemoryResults => {
  const results = new TrackedPages();
  /** Results that hold what cannot be frozen. A set beside, since a closure per result takes 230 bytes. */
  const copied = new Set<number>();
  const keep = (execution: number, { data, schema }: Tracked<unknown>): ResultRef => {
    const { value, sharing } = hold(data);
    results.set(execution, value, schema);
    if (sharing === "copied") copied.add(execution);
    else if (copied.size > 0) copied.delete(execution);
    return "memory";
  };
  return {
    put: atOnce(keep),
    keep,
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
