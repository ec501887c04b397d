import * as Effect from "effect/Effect";

import { asEffect, isAwaited, type Now } from "../journal/at-once.ts";

/** Goes on with a value: at once when it is there. An Effect for each step of each execution would double what it costs. */
export const after = <Value, Next, Error>(
  now: Now<Value, Error>,
  next: (value: Value) => Now<Next, Error>,
): Now<Next, Error> => (isAwaited(now) ? Effect.flatMap(now, (value) => asEffect(next(value))) : next(now));
