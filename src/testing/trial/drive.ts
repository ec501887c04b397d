import type * as Cause from "effect/Cause";
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import type * as Exit from "effect/Exit";

import type { DrivenScheduler } from "./driven-scheduler.ts";
import type { Interleaver } from "./interleaver.ts";
import type { VirtualClock } from "./virtual-clock.ts";

/** What a life is made of that nobody else moves on. */
export interface World {
  readonly clock: VirtualClock;
  readonly scheduler: DrivenScheduler;
  readonly interleaver: Interleaver;
  /** Is told when all wait, before anybody is let go on. */
  readonly onQuiet?: () => void;
}

/** How long modules may need real time for, in ms, before what they returned counts as never settling. */
export const patienceMs = 1000;

/** After so many steps a run counts as endless: a schedule that retries for ever is one. */
const endless = 20_000;

/**
 * Runs an Effect in a world of its own to its end: fibers until all wait, then one module picked by the interleaver,
 * and when none is left to pick, the clock on to the next sleeper. At a standstill `unblock` is asked to end it, and when
 * there is no end to be seen; where it says that it cannot, the exit is undefined.
 */
export const drive = <Value, Failure>(
  effect: Effect.Effect<Value, Failure>,
  { clock, scheduler, interleaver, onQuiet }: World,
  unblock: (why: "standstill" | "endless") => boolean,
): Effect.Effect<Exit.Exit<Value, Failure> | undefined> =>
  Effect.gen(function* () {
    const over: { exit?: Exit.Exit<Value, Failure> } = {};
    const fiber = Effect.runFork(Effect.provideService(effect, Clock.Clock, clock), { scheduler });
    fiber.addObserver((exit) => {
      over.exit = exit;
    });
    const patience = new Patience();
    let steps = 0;
    for (;;) {
      // A turn of the event loop runs every microtask; one after which no fiber is ready leaves all of them waiting.
      do yield* Effect.yieldNow;
      while (scheduler.run());
      if (over.exit !== undefined) return over.exit;
      if (interleaver.unsettled > 0 && (yield* patience.wait)) continue;
      onQuiet?.();
      if (steps++ === endless && !unblock("endless")) return undefined;
      if (interleaver.pick() || clock.wakeNext()) patience.renew();
      else if (!unblock("standstill")) return undefined;
    }
  });

/** Waits for what modules do in real time: some turns of the event loop, then by the millisecond, and not for ever. */
class Patience {
  #turns = 0;

  readonly wait: Effect.Effect<boolean> = Effect.suspend(() => {
    const turn = this.#turns++;
    if (turn < 20) return Effect.succeed(true);
    return turn < 20 + patienceMs ? Effect.as(Effect.sleep(1), true) : Effect.succeed(false);
  });

  /** Somebody went on: what is unsettled now gets its time anew, unless it had all of it before. */
  renew(): void {
    if (this.#turns <= 20 + patienceMs) this.#turns = 0;
  }
}

/** What an exit failed with, whether expected or not. */
export const thrownIn = (cause: Cause.Cause<unknown>): unknown => {
  for (const reason of cause.reasons) {
    if (reason._tag === "Fail") return reason.error;
    if (reason._tag === "Die") return reason.defect;
  }
  return new Error("it was interrupted");
};
