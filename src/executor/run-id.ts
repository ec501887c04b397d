import { Clock, Effect, Random } from "effect";

import type { RunId } from "../journal/record.ts";

/** A new run id: the time to the second, for people, and 50 random bits, for uniqueness: `20261123T175501-k3x9q2m7ab`. */
export const newRunId: Effect.Effect<RunId> = Effect.gen(function* () {
  const now = new Date(yield* Clock.currentTimeMillis);
  const time = now.toISOString().replaceAll(/[-:]|\.\d+Z$/gu, "");
  let random = "";
  for (let digit = 0; digit < 10; digit++) random += (yield* Random.nextIntBetween(0, 31)).toString(32);
  return `${time}-${random}` as RunId;
});
