import { type EncodedError, encodeError, errorOf } from "../journal/encoded-error.ts";
import type { Redaction } from "../journal/redaction.ts";

/** What was thrown in another thread: a primitive is itself, anything else is told as the journal tells it. */
export type ThrownValue =
  | { readonly kind: "primitive"; readonly value: unknown }
  | { readonly kind: "encoded"; readonly error: EncodedError };

/** Packs whatever was thrown; never throws itself. */
export const packThrown = (thrown: unknown, redaction: Redaction | undefined): ThrownValue =>
  (typeof thrown === "object" && thrown !== null) || typeof thrown === "function" || typeof thrown === "symbol"
    ? { kind: "encoded", error: encodeError(thrown, redaction) }
    : { kind: "primitive", value: thrown };

/** What to throw in its place. */
export const unpackThrown = (packed: ThrownValue): unknown =>
  packed.kind === "primitive" ? packed.value : errorOf(packed.error);
