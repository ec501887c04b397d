import * as Context from "effect/Context";

import type { StoreError } from "../store-error.ts";
import type { AtOnce } from "./at-once.ts";
import type { JournalRecord } from "./record.ts";

/**
 * Where a run's records go. A record counts as happened once `append` has succeeded: observers, the status and
 * the screen hear of it only then.
 *
 * A batch is appended whole or not at all. With `now`, its array is the caller's again afterwards.
 */
export class Journal extends Context.Service<
  Journal,
  { readonly append: AtOnce<[records: readonly JournalRecord[]], void, StoreError> }
>()("runstate/Journal") {}
