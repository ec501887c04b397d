import type * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";

/** A clock that stands still: time decides nothing in what is explored, and records are the same every time. */
export const stillClock: Clock.Clock = {
  currentTimeMillisUnsafe: () => 0,
  currentTimeMillis: Effect.succeed(0),
  currentTimeNanosUnsafe: () => 0n,
  currentTimeNanos: Effect.succeed(0n),
  monotonicTimeNanosUnsafe: () => 0n,
  monotonicTimeNanos: Effect.succeed(0n),
  sleep: () => Effect.never,
};
