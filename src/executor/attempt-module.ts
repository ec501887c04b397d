import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";

import { isAwaited } from "./after.ts";
import { callModule, type ModuleEnd } from "./call-module.ts";
import { type Cancellable, Cancellation, type CancelReason } from "./cancellation.ts";

/** Why one attempt can be ended early: with its run, or because it took too long. */
export type AttemptEndReason = CancelReason | "timeout";

/** The cancellation of one attempt, and the function that lets go of it. */
export interface AttemptCancellation {
  readonly cancellation: Cancellable<AttemptEndReason>;
  readonly timeOut: (cause: Error) => void;
  readonly release: () => void;
}

const nothing = (): void => undefined;

/** That of the run itself; or one of its own that follows the run's, when the attempt has a time limit. */
export const attemptCancellation = (run: Cancellation, timeout: Duration.Input | undefined): AttemptCancellation => {
  if (timeout === undefined) return { cancellation: run, timeOut: nothing, release: nothing };
  const cancellation = new Cancellation<AttemptEndReason>();
  return {
    cancellation,
    timeOut: (cause) => cancellation.cancel({ reason: "timeout", cause }),
    release: run.onCancel((request) => cancellation.cancel(request)),
  };
};

/** Calls a module for one attempt; after `timeout` the attempt is cancelled with the reason `timeout`. */
export const attemptModule = <Args>(
  run: (args: Args) => unknown,
  args: Args,
  attempt: AttemptCancellation,
  timeout: Duration.Input | undefined,
): ModuleEnd | Effect.Effect<ModuleEnd> => {
  const called = callModule(run, args, attempt.cancellation);
  return timeout === undefined || !isAwaited(called) ? called : timed(called, attempt, timeout);
};

const timed = (
  called: Effect.Effect<ModuleEnd>,
  attempt: AttemptCancellation,
  timeout: Duration.Input,
): Effect.Effect<ModuleEnd> =>
  Effect.gen(function* () {
    const timer = yield* Effect.forkChild(
      Effect.andThen(
        Effect.sleep(timeout),
        Effect.sync(() => attempt.timeOut(tookTooLong(timeout))),
      ),
      { startImmediately: true },
    );
    const end = yield* called;
    // Nobody waits for it to be gone: that would be counted as time of the attempt.
    timer.interruptUnsafe();
    return end;
  });

const tookTooLong = (timeout: Duration.Input): Error => {
  const error = new Error(`the attempt took longer than ${Duration.format(Duration.fromInputUnsafe(timeout))}`);
  error.name = "TimeoutError";
  return error;
};
