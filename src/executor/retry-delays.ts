import type * as Clock from "effect/Clock";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import * as Schedule from "effect/Schedule";

import { retryWait } from "../status/timing.ts";
import type { Cancellation } from "./cancellation.ts";
import { monotonicMs } from "./monotonic-ms.ts";
import type { FinishedStep } from "./record-batch.ts";

/** Asks for the wait before the next attempt after one that threw `thrown`; none when there is to be no other. */
export type RetryDelays = (thrown: unknown, now: number) => Effect.Effect<Option.Option<Duration.Duration>>;

/**
 * The waits of a schedule, for one execution. A schedule that dies or fails ends the attempts, and so does one that
 * would wait for ever.
 */
export const retryDelays = (schedule: Schedule.Schedule<unknown>): Effect.Effect<RetryDelays> =>
  Effect.map(
    Schedule.toStep(schedule),
    (step) => (thrown: unknown, now: number) =>
      Effect.map(Effect.option(step(now, thrown)), (next) =>
        next.pipe(
          Option.map(([, delay]) => delay),
          Option.filter(Duration.isFinite),
        ),
      ),
  );

/** Waits before an attempt, unless the run is cancelled first; gives the wait as it was, if there was to be one. */
export const waitFor = (
  delay: Duration.Duration,
  cancellation: Cancellation,
  clock: Clock.Clock,
): Effect.Effect<FinishedStep | undefined> =>
  Effect.suspend(() => {
    const startedMs = monotonicMs(clock);
    const waiting = Effect.raceFirst(
      Effect.as(Effect.sleep(delay), "Completed" as const),
      Effect.callback<"Failed">((resume) => {
        const stopListening = cancellation.onCancel(() => resume(Effect.succeed("Failed")));
        return Effect.sync(stopListening);
      }),
    );
    return Effect.map(waiting, (state): FinishedStep | undefined =>
      Duration.isZero(delay)
        ? undefined
        : {
            step: retryWait,
            state,
            at: clock.currentTimeMillisUnsafe(),
            durationMs: Math.max(0, monotonicMs(clock) - startedMs),
          },
    );
  });
