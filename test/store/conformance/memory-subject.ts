import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import { MemoryRuns } from "../../../src/store/memory-runs.ts";
import { openMemory } from "../../../src/store/open-memory.ts";
import type { StoreSubject } from "../../../src/testing/store-subject.ts";

const subjectOf = (runs: MemoryRuns): StoreSubject => ({
  open: openMemory(runs),
  crashed: Effect.sync(() => subjectOf(runs.copy())),
});

/** A memory store without runs. */
export const memorySubject: Effect.Effect<StoreSubject, never, Scope.Scope> = Effect.sync(() =>
  subjectOf(new MemoryRuns()),
);
