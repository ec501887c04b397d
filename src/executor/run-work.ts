import type * as Effect from "effect/Effect";

import type { WorkInput, WorkLogic } from "../../machines/work.ts";
import { fromEffect } from "./from-effect.ts";

/**
 * Actor logic that carries out a whole run for the run actor which invokes it.
 *
 * The cast drops what the machine has no use for: the outcome as the actor's output, and its input in the snapshot.
 */
export const runWork = (run: (host: WorkInput) => Effect.Effect<unknown, unknown>): WorkLogic =>
  fromEffect(({ input }: { readonly input: WorkInput }) => run(input)) as unknown as WorkLogic;
