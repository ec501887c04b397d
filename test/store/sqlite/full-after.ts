import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import type { StoreError, StoreService } from "../../../src/index.ts";

/** A store that takes so many records and no more, as a disk that is full. */
export const fullAfter = (opened: Effect.Effect<StoreService, StoreError, Scope.Scope>, records: number) =>
  Effect.map(opened, (store): StoreService => ({
    ...store,
    own: (runId) =>
      Effect.map(store.own(runId), (run) => ({
        ...run,
        journal: {
          append: (batch) =>
            (batch.at(-1)?.seq ?? 0) > records ? Effect.die("the disk is full") : run.journal.append(batch),
        },
      })),
  }));
