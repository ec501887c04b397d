import * as Cause from "effect/Cause";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";

import type { FailureReason } from "../../machines/lifecycle.ts";
import type { AttemptEndReason } from "./attempt-module.ts";
import type { Cancellable, CancelRequest } from "./cancellation.ts";

/** A module's end, whatever way it took to get there. */
export type ModuleEnd =
  | { readonly state: "Completed"; readonly returned: unknown }
  | { readonly state: "Failed"; readonly reason: FailureReason; readonly thrown: unknown };

/**
 * Calls a module and follows what it returns to its end: a value, a Promise (or any thenable), or an Effect.
 *
 * It never throws or fails: whatever the module does becomes a {@link ModuleEnd}. A module that returns a plain value
 * has its end at once, without an Effect. On cancellation any other ends at once too: a Promise is left to itself and
 * its late result is dropped, an Effect is interrupted and its finalizers are awaited.
 */
export const callModule = <Args>(
  run: (args: Args) => unknown,
  args: Args,
  cancellation: Cancellable<AttemptEndReason>,
): ModuleEnd | Effect.Effect<ModuleEnd> => {
  // Cancelled by whoever was told that the execution started: the module need not begin.
  if (cancellation.request !== undefined) return cancelled(cancellation.request);
  try {
    const returned = run(args);
    if (Effect.isEffect(returned)) return followEffect(returned as Effect.Effect<unknown, unknown>, cancellation);
    if (isThenable(returned)) return followPromise(returned, cancellation);
    return completed(returned);
  } catch (thrown) {
    return failed("error", thrown);
  }
};

const completed = (returned: unknown): ModuleEnd => ({ state: "Completed", returned });

const failed = (reason: FailureReason, thrown: unknown): ModuleEnd => ({ state: "Failed", reason, thrown });

const cancelled = (request: CancelRequest<AttemptEndReason>): ModuleEnd => failed(request.reason, request.cause);

const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  ((typeof value === "object" && value !== null) || typeof value === "function") &&
  typeof (value as { readonly then?: unknown }).then === "function";

const followPromise = (
  promise: PromiseLike<unknown>,
  cancellation: Cancellable<AttemptEndReason>,
): Effect.Effect<ModuleEnd> => {
  // Listened to at once: by the time the fiber gets its turn, a rejection nobody listens to would end the process.
  // Resolving with the promise tames a thenable that throws, settles twice, or settles with another thenable; unlike
  // Promise.resolve it does not ask a promise for its constructor, which might throw.
  const settled = new Promise((resolve) => resolve(promise)).then(completed, (reason: unknown) =>
    failed("error", reason),
  );
  return Effect.callback<ModuleEnd>((resume) => {
    const stopListening = cancellation.onCancel((request) => resume(Effect.succeed(cancelled(request))));
    void settled.then((end) => {
      stopListening();
      return resume(Effect.succeed(end));
    });
  });
};

const followEffect = (
  effect: Effect.Effect<unknown, unknown>,
  cancellation: Cancellable<AttemptEndReason>,
): Effect.Effect<ModuleEnd> =>
  Effect.raceFirst(
    Effect.map(Effect.exit(Effect.interruptible(effect)), endOfExit),
    Effect.callback<ModuleEnd>((resume) => {
      const stopListening = cancellation.onCancel((request) => resume(Effect.succeed(cancelled(request))));
      return Effect.sync(stopListening);
    }),
  );

const endOfExit = (exit: Exit.Exit<unknown, unknown>): ModuleEnd => {
  if (Exit.isSuccess(exit)) return completed(exit.value);
  for (const reason of exit.cause.reasons) {
    if (Cause.isFailReason(reason)) return failed("error", reason.error);
    if (Cause.isDieReason(reason)) return failed("error", reason.defect);
  }
  return failed("error", new Error("the module's Effect interrupted itself"));
};
