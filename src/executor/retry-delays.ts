import { type Duration, Effect, Option, Schedule } from "effect";

import type { Cancellation } from "./cancellation.ts";

/** Asks for the wait before the next attempt after one that threw `thrown`; none when there is to be no other. */
export type RetryDelays = (thrown: unknown, now: number) => Effect.Effect<Option.Option<Duration.Duration>>;

/** The waits of a schedule, for one execution; a schedule that dies or fails ends the attempts. */
export const retryDelays = (schedule: Schedule.Schedule<unknown>): Effect.Effect<RetryDelays> =>
  Effect.map(
    Schedule.toStep(schedule),
    (step) => (thrown: unknown, now: number) =>
      Effect.map(
        Effect.option(step(now, thrown)),
        Option.map(([, delay]) => delay),
      ),
  );

/** Waits before an attempt, unless the run is cancelled first. */
export const waitFor = (delay: Duration.Duration, cancellation: Cancellation): Effect.Effect<void> =>
  Effect.raceFirst(
    Effect.sleep(delay),
    Effect.callback<void>((resume) => {
      const stopListening = cancellation.onCancel(() => resume(Effect.void));
      return Effect.sync(stopListening);
    }),
  );
