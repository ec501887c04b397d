import type * as Clock from "effect/Clock";

/** Milliseconds on a monotonic clock, with fractions, from a moment that means nothing by itself. */
export const monotonicMs = (clock: Clock.Clock): number => Number(clock.monotonicTimeNanosUnsafe()) / 1e6;
