import type * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import type { StatusError } from "../error.ts";
import type { StoreError, StoreLocked } from "../store-error.ts";
import type { RunRefusal } from "../executor/claim-run.ts";
import type { LawBroken } from "./law-broken.ts";
import type { StoreSubject } from "./store-subject.ts";

/** Something every store does, and how it is seen on a fresh one. */
export interface StoreLaw {
  /** What "a store" does: `keeps the records of a run in their order`. */
  readonly claim: string;
  readonly proof: (subject: StoreSubject) => Effect.Effect<void, ProofFailure, Scope.Scope>;
}

/** The law is broken, or the store failed at something that a store does. */
export type ProofFailure = LawBroken | StoreError | StoreLocked | StatusError | RunRefusal;
