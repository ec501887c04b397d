import * as Effect from "effect/Effect";

/** What is there, or an Effect of it where something has to be waited for first, or went wrong. */
export type Now<Value, Error = never> = Value | Effect.Effect<Value, Error>;

/**
 * A function that gives an Effect, and can do the same at once where nothing has to be waited for.
 *
 * `now` belongs to the function: whoever puts another one in its place replaces both.
 */
export interface AtOnce<Args extends readonly unknown[], Value, Error = never> {
  (...args: Args): Effect.Effect<Value, Error>;
  readonly now?: (...args: Args) => Now<Value, Error>;
}

/** A function that can do at once what it does. It fails by an Effect; what it throws is a bug. */
export const atOnce = <Args extends readonly unknown[], Value, Error = never>(
  now: (...args: Args) => Now<Value, Error>,
): AtOnce<Args, Value, Error> =>
  Object.assign((...args: Args) => Effect.suspend(() => asEffect(now(...args))), { now });

/** Calls a function at once if it can be, else for its Effect. */
export const nowOf = <Args extends readonly unknown[], Value, Error>(
  called: AtOnce<Args, Value, Error>,
): ((...args: Args) => Now<Value, Error>) => called.now ?? called;

/** As an Effect in any case, for where it does not matter what that costs. */
export const asEffect = <Value, Error>(now: Now<Value, Error>): Effect.Effect<Value, Error> =>
  isAwaited(now) ? now : Effect.succeed(now);

/**
 * Whether it is not there yet. No value of this library is an Effect itself. Asked so often that `Effect.isEffect` takes
 * twice as long.
 */
export const isAwaited = <Value, Error>(now: Now<Value, Error>): now is Effect.Effect<Value, Error> =>
  typeof now === "object" && now !== null && Effect.TypeId in now;
