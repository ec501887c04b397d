import { Context, Effect, Layer } from "effect";

import type { JournalRecord } from "./record.ts";

/**
 * Where a run's records go. A record counts as happened once `append` has succeeded: observers, the status and
 * the screen hear of it only then.
 *
 * A batch is appended whole or not at all.
 */
export class Journal extends Context.Service<
  Journal,
  { readonly append: (records: readonly JournalRecord[]) => Effect.Effect<void> }
>()("runstate/Journal") {
  /** Keeps nothing by itself: the run's own log in memory is the journal. */
  static readonly memory: Layer.Layer<Journal> = Layer.succeed(Journal, { append: () => Effect.void });
}
