import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";

/** A clock that stands still until a test moves it, so that every recorded duration is exact. */
export class ManualClock implements Clock.Clock {
  #nanos = 0n;

  advance(milliseconds: number): void {
    this.#nanos += BigInt(Math.round(milliseconds * 1e6));
  }

  readonly currentTimeMillisUnsafe = (): number => Number(this.#nanos) / 1e6;
  readonly currentTimeNanosUnsafe = (): bigint => this.#nanos;
  readonly monotonicTimeNanosUnsafe = (): bigint => this.#nanos;
  readonly currentTimeMillis = Effect.sync(this.currentTimeMillisUnsafe);
  readonly currentTimeNanos = Effect.sync(this.currentTimeNanosUnsafe);
  readonly monotonicTimeNanos = Effect.sync(this.monotonicTimeNanosUnsafe);
  readonly sleep = (): Effect.Effect<void> => Effect.void;

  /** Runs an executor's `runEffect` by this clock. */
  run<Success, Failure>(effect: Effect.Effect<Success, Failure>): Promise<Success> {
    return Effect.runPromise(Effect.provideService(effect, Clock.Clock, this));
  }
}
