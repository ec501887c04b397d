import { Clock, Effect, Random } from "effect";

import type { RunId } from "../journal/record.ts";

/** A new run id: the time to the second, for people, and 50 random bits, for uniqueness: `20261123T175501-k3x9q2m7ab`. */
export const newRunId: Effect.Effect<RunId> = Effect.gen(function* () {
  const now = new Date(yield* Clock.currentTimeMillis);
  const time = now.toISOString().replaceAll(/[-:]|\.\d+Z$/gu, "");
  let random = "";
  for (const _half of [1, 2]) random += (yield* Random.nextIntBetween(0, 2 ** 25 - 1)).toString(32).padStart(5, "0");
  return `${time}-${random}` as RunId;
});
