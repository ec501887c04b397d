import * as Effect from "effect/Effect";

/** What is there, or an Effect of it where something has to be waited for first. */
export type Now<Value, Error = never> = Value | Effect.Effect<Value, Error>;

/** As an Effect in any case, for where it does not matter what that costs. */
export const asEffect = <Value, Error>(now: Now<Value, Error>): Effect.Effect<Value, Error> =>
  isAwaited(now) ? now : Effect.succeed(now);

/** Goes on with a value: at once when it is there. An Effect for each step of each execution would double what it costs. */
export const after = <Value, Next, Error>(
  now: Now<Value, Error>,
  next: (value: Value) => Now<Next, Error>,
): Now<Next, Error> => (isAwaited(now) ? Effect.flatMap(now, (value) => asEffect(next(value))) : next(now));

/** No value of this library is an Effect itself. Asked so often that `Effect.isEffect` takes twice as long. */
export const isAwaited = <Value, Error>(now: Now<Value, Error>): now is Effect.Effect<Value, Error> =>
  typeof now === "object" && now !== null && Effect.TypeId in now;
