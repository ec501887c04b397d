import * as Effect from "effect/Effect";

import { atOnce, nowOf } from "../journal/at-once.ts";
import type { Redaction } from "../journal/redaction.ts";
import { findSecret } from "../store/find-secret.ts";
import { memoryResultStore } from "../store/memory-result-store.ts";
import type { OwnedRun } from "../store/store.ts";
import type { ResultStoreService } from "../store/result-store.ts";

/** A result store to which no result with a secret comes: such a one stays in memory, for the rest of the run. */
export const guardedResults = (
  { results, codecs = [] }: Pick<OwnedRun, "results" | "codecs">,
  redaction: Redaction,
): ResultStoreService => {
  const inMemory = memoryResultStore();
  const put = nowOf(results.put);
  return {
    put: atOnce((execution, tracked) => {
      const path = findSecret(tracked.data, redaction, codecs);
      if (path === undefined) return put(execution, tracked);
      inMemory.keep(execution, tracked);
      return `not storable: ${path} holds a secret of the run. Leave it out of the result, if the run is to be resumed below it.`;
    }),
    get: (execution) => inMemory.get(execution) ?? results.get(execution),
    release: (execution) => Effect.andThen(inMemory.release(execution), results.release(execution)),
  };
};
