import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import { StoreError } from "../../store-error.ts";
import { endsRun } from "../../store/check-append.ts";
import type { MemoryRuns } from "../../store/memory-runs.ts";
import { openMemory } from "../../store/open-memory.ts";
import type { OwnedRun, StoreService } from "../../store/store.ts";
import type { RunFault } from "./fault.ts";

/** A store for one process that crashes, or is refused a write; what is left of it goes on in `left`. */
export interface FaultyStore {
  readonly open: Effect.Effect<StoreService, never, Scope.Scope>;
  /** How many records it holds. */
  readonly stored: () => number;
  /** What the process left, once it crashed or was refused: undefined while it was not. */
  readonly left: () => { readonly runs: MemoryRuns; readonly kind: "crashed" | "refused" } | undefined;
}

/** Makes a memory store in which the first of these faults comes true. */
export const faultyStore = (runs: MemoryRuns, faults: readonly RunFault[]): FaultyStore => {
  let stored = 0;
  let left: ReturnType<FaultyStore["left"]>;
  const isDue = (kind: "crash" | "refuse", upTo: number): boolean =>
    faults.some((fault) => fault.kind === kind && fault.record <= upTo);
  const faulty = (run: OwnedRun): OwnedRun => ({
    ...run,
    journal: {
      append: (records) =>
        Effect.suspend(() => {
          // What failed once fails until the process is over: a dead one writes nothing, a full disk stays full.
          if (left !== undefined) return left.kind === "crashed" ? dead : noSpace;
          const after = records.at(-1)?.seq ?? stored;
          if (isDue("refuse", after)) {
            left = { runs, kind: "refused" };
            return noSpace;
          }
          return Effect.andThen(
            run.journal.append(records),
            Effect.suspend(() => {
              stored = after;
              if (!isDue("crash", after) || records.some(endsRun)) return Effect.void;
              left = { runs: runs.copy(), kind: "crashed" };
              return dead;
            }),
          );
        }),
    },
  });
  return {
    open: Effect.map(openMemory(runs), (opened): StoreService => ({
      ...opened,
      own: (runId) => Effect.map(opened.own(runId), faulty),
    })),
    stored: () => stored,
    left: () => left,
  };
};

const dead = Effect.die("the process is dead");

const noSpace = new StoreError({
  reason: "full",
  subject: "the store of the test",
  detail: "no space is left, as the faults of this run say.",
  cause: undefined,
});
