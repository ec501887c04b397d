import * as Effect from "effect/Effect";

import * as carrying from "../executor/carrying.ts";
import * as keepRun from "../executor/keep-run.ts";
import { RunParts } from "../executor/run-parts.ts";

/** A run with all its code at hand: what is driven turn by turn must not wait for the event loop to fetch some. */
export const withRunParts = <Value, Failure>(run: Effect.Effect<Value, Failure>): Effect.Effect<Value, Failure> =>
  Effect.provideService(run, RunParts, { carrying: Effect.succeed(carrying), keeping: Effect.succeed(keepRun) });
