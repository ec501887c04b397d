import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import { TestClock } from "effect/testing";

/** Runs on a test clock that is moved on by so many steps. */
export const runFor = <Outcome, Failure>(
  run: Effect.Effect<Outcome, Failure>,
  steps: number,
  step: Duration.Input,
): Promise<Outcome> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const fiber = yield* Effect.forkChild(run);
      for (let taken = 0; taken < steps; taken++) yield* TestClock.adjust(step);
      return yield* Fiber.join(fiber);
    }).pipe(Effect.provide(TestClock.layer())),
  );
