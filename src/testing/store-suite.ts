import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import { crashLaws } from "./store-laws/crash-laws.ts";
import { listingLaws } from "./store-laws/listing-laws.ts";
import { ownershipLaws } from "./store-laws/ownership-laws.ts";
import { recordLaws } from "./store-laws/record-laws.ts";
import { recoveryLaws } from "./store-laws/recovery-laws.ts";
import { resultLaws } from "./store-laws/result-laws.ts";
import { reuseLaws } from "./store-laws/reuse-laws.ts";
import type { ProofFailure } from "./store-law.ts";
import type { StoreSubject } from "./store-subject.ts";

/** One thing that every store does, and the test of it. */
export interface StoreClaim {
  /** What "a store" does: `gives a run to one owner at a time`. */
  readonly claim: string;
  /** Succeeds when it does; fails with what was found and what had to be there. */
  readonly holds: Effect.Effect<void, ProofFailure>;
}

/**
 * Everything a store has to do, as tests for any framework: `for (const { claim, holds } of storeSuite(fresh))
 * test(claim, () => Effect.runPromise(holds))`.
 *
 * Each test makes a subject of its own with `fresh`, on data that is empty and gone with the scope. docs/testing.md
 * proves a store kept in a file.
 *
 * @example
 * ```ts
 * import { Effect } from "effect";
 * const claims = storeSuite(Effect.die("no test runs here")).map(({ claim }) => claim);
 * claims[0]; // => "gives a new run to its owner without records, and lists it once it has one"
 * ```
 */
export const storeSuite = (fresh: Effect.Effect<StoreSubject, never, Scope.Scope>): readonly StoreClaim[] =>
  [...recordLaws, ...resultLaws, ...ownershipLaws, ...listingLaws, ...crashLaws, ...recoveryLaws, ...reuseLaws].map(
    ({ claim, proof }) => ({ claim, holds: Effect.scoped(Effect.flatMap(fresh, proof)) }),
  );
