import type * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import type { StoreError } from "../store-error.ts";
import type { StoreService } from "../store/store.ts";

/** A store to be proved, on data that nothing else uses. */
export interface StoreSubject {
  /** Opens the store. Each opening is like that of another process: of the same data, and closed with its scope. */
  readonly open: Effect.Effect<StoreService, StoreError, Scope.Scope>;
  /**
   * What the death of all processes that have the store open would leave at this moment, as a subject of its own; what
   * is open goes on undisturbed. For a file, a copy of its bytes: `kill -9` changes none, and lets go of all locks.
   */
  readonly crashed: Effect.Effect<StoreSubject, StoreError, Scope.Scope>;
}
