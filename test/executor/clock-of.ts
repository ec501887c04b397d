import type * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";

/** A clock that tells what these functions give, each time it is asked; who sleeps by it is woken at once. */
export const clockOf = (now: () => number, nanos: () => bigint = () => 0n): Clock.Clock => ({
  currentTimeMillisUnsafe: now,
  currentTimeMillis: Effect.sync(now),
  currentTimeNanosUnsafe: nanos,
  currentTimeNanos: Effect.sync(nanos),
  monotonicTimeNanosUnsafe: nanos,
  monotonicTimeNanos: Effect.sync(nanos),
  sleep: () => Effect.void,
});
