import type * as Clock from "effect/Clock";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";

const startMs = Date.UTC(2026, 0, 1);

interface Sleeper {
  readonly wakesAtMs: number;
  readonly wake: () => void;
}

/**
 * A clock that stands still until it is told to go on to the next sleeper.
 *
 * Effect's own TestClock cannot be asked when that is: a run would have to be moved on in steps of a guessed length.
 */
export class VirtualClock implements Clock.Clock {
  readonly #sleepers = new Set<Sleeper>();
  #elapsedMs: number;

  constructor(elapsedMs = 0) {
    this.#elapsedMs = elapsedMs;
  }

  get elapsedMs(): number {
    return this.#elapsedMs;
  }

  /** When each sleeper wakes, as time elapsed, in the order they fell asleep; those that sleep for ever are left out. */
  get wakesAtMs(): readonly number[] {
    return Array.from(this.#sleepers, ({ wakesAtMs }) => wakesAtMs).filter((ms) => ms < Infinity);
  }

  readonly currentTimeMillis = Effect.sync(() => this.currentTimeMillisUnsafe());
  readonly currentTimeNanos = Effect.sync(() => this.currentTimeNanosUnsafe());
  readonly monotonicTimeNanos = Effect.sync(() => this.monotonicTimeNanosUnsafe());

  currentTimeMillisUnsafe(): number {
    return startMs + this.#elapsedMs;
  }

  currentTimeNanosUnsafe(): bigint {
    return BigInt(startMs) * 1_000_000n + this.monotonicTimeNanosUnsafe();
  }

  monotonicTimeNanosUnsafe(): bigint {
    return BigInt(Math.round(this.#elapsedMs * 1e6));
  }

  sleep(duration: Duration.Duration): Effect.Effect<void> {
    const ms = Duration.toMillis(duration);
    return ms <= 0
      ? Effect.void
      : Effect.callback<void>((resume) => {
          const sleeper = { wakesAtMs: this.#elapsedMs + ms, wake: () => resume(Effect.void) };
          this.#sleepers.add(sleeper);
          return Effect.sync(() => void this.#sleepers.delete(sleeper));
        });
  }

  /** Goes on to this moment, and wakes one of those who sleep until then: that at `place` among them. */
  wakeOne(atMs: number, place: number): void {
    this.#elapsedMs = atMs;
    const sleeper = Array.from(this.#sleepers).filter(({ wakesAtMs }) => wakesAtMs === atMs)[place];
    if (sleeper !== undefined && this.#sleepers.delete(sleeper)) sleeper.wake();
  }

  /** Goes on to the moment at which somebody wakes, and wakes them in the order they fell asleep; false for nobody. */
  wakeNext(): boolean {
    let next = Infinity;
    for (const { wakesAtMs } of this.#sleepers) next = Math.min(next, wakesAtMs);
    // One that sleeps for ever is never woken.
    if (next === Infinity) return false;
    this.#elapsedMs = next;
    for (const sleeper of this.#sleepers)
      if (sleeper.wakesAtMs === next && this.#sleepers.delete(sleeper)) sleeper.wake();
    return true;
  }
}
