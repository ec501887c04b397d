import * as Context from "effect/Context";
import type * as Effect from "effect/Effect";

import type { StoreError } from "../store-error.ts";
import type { AtOnce } from "../journal/at-once.ts";
import type { Tracked } from "../workflow/module.ts";

/** Where a result is kept, as the journal names it. */
export type ResultRef = string;

/**
 * Where the results of executions are kept while, and after, a run needs them.
 *
 * `put` is called before the execution's completion is recorded: a recorded result is a kept result. `release` says
 * that the run itself needs it no more.
 */
export class ResultStore extends Context.Service<
  ResultStore,
  {
    readonly put: AtOnce<[execution: number, result: Tracked<unknown>], ResultRef, StoreError>;
    readonly get: (execution: number) => Tracked<unknown> | undefined;
    readonly release: (execution: number) => Effect.Effect<void>;
  }
>()("runstate/ResultStore") {}

/** The service {@link ResultStore} stands for. */
export type ResultStoreService = Context.Service.Shape<typeof ResultStore>;
