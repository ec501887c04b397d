import * as Context from "effect/Context";
import type * as Effect from "effect/Effect";

import type { StoreError } from "../error.ts";
import type { JournalRecord } from "./record.ts";

/**
 * Where a run's records go. A record counts as happened once `append` has succeeded: observers, the status and
 * the screen hear of it only then.
 *
 * A batch is appended whole or not at all.
 */
export class Journal extends Context.Service<
  Journal,
  { readonly append: (records: readonly JournalRecord[]) => Effect.Effect<void, StoreError> }
>()("runstate/Journal") {}
