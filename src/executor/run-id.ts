import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as Random from "effect/Random";

import type { RunId } from "../journal/record.ts";

/** A new run id: the time to the second, for people, and 50 random bits, for uniqueness: `20261123T175501-k3x9q2m7ab`. */
export const newRunId: Effect.Effect<RunId> = Effect.gen(function* () {
  const now = new Date(yield* Clock.currentTimeMillis);
  const time = now.toISOString().replaceAll(/[-:]|\.\d+Z$/gu, "");
  return `${time}-${yield* randomDigits}${yield* randomDigits}` as RunId;
});

/** 25 bits: a draw for each digit took a tenth of the time of a small run. */
const randomDigits = Effect.map(Random.nextIntBetween(0, 2 ** 25 - 1), (bits) => bits.toString(32).padStart(5, "0"));
