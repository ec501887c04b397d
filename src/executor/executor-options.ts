import type * as Effect from "effect/Effect";
import type * as Layer from "effect/Layer";
import type * as Scope from "effect/Scope";
import type { InspectionEvent } from "xstate";

import type { StoreError } from "../store-error.ts";
import type { RunId } from "../journal/record.ts";
import type { StoreService } from "../store/store.ts";
import { checkOptions } from "../workflow/check-options.ts";
import type { ModuleType, WorkflowDefinition } from "../workflow/define-workflow.ts";
import type { CheckedConfig } from "../workflow/workflow-config.ts";
import type { ResourceAmounts } from "../workflow/resources.ts";
import type { SecretOptions } from "../workflow/secret-keys.ts";
import type { Engine } from "./engine.ts";
import type { Observer, ObserverFailure } from "./observers.ts";
import type { ActorKind } from "./run-actors.ts";

/** How a run is carried out. Options given here win over the config's `Executor:` section. */
export interface RunOptions {
  /** The most module executions in progress at once, from 1. Default 1: depth-first order. */
  readonly concurrency?: number;
  /**
   * Where modules given by {@link fromFile} run, such as `workers(2)` of `runstate/workers`. All others, and without an
   * engine those too, run in the main thread.
   */
  readonly engine?: Engine;
  /**
   * How much the run has of each resource that modules take, such as `{ gpu: 2, memoryGb: 32 }`: executions in progress
   * never take more together. Wins over the config name by name.
   */
  readonly resources?: ResourceAmounts;
  /**
   * What becomes of the rest after a failure. `continue` (default): everything not below the failed execution runs.
   * `stop`: no further experiment starts; those in progress finish.
   */
  readonly onFailure?: "continue" | "stop";
  /** Cancels the run when it aborts: modules see their own signal abort, Effects are interrupted. */
  readonly signal?: AbortSignal;
  /** Which results stay in memory. `all` (default), or `leaves`: inner results go once everything below them is over. */
  readonly retain?: "all" | "leaves";
  /** At most this many journal records stay in memory, the newest; counts and totals stay exact. Default: all. */
  readonly keepRecords?: number;
  /** The most executions the plan may have. Default 1,000,000. */
  readonly maxExecutions?: number;
  /** Is told of every record after it was appended. It cannot break the run. */
  readonly observe?: Observer;
  /** Is told when an observer throws or rejects, once per observer. Default: a warning on the Effect logger. */
  readonly onObserverError?: (failure: ObserverFailure) => void;
  /**
   * `leaf` (default): experiments and module executions are light actors. `machine`: full machine actors, for other
   * inspectors. A run without `inspect`, and outside a machine of yours, has neither: nobody could see them.
   */
  readonly actors?: ActorKind;
  /** XState's inspection events of the whole run. Must not throw: XState lets it. It is guarded here. */
  readonly inspect?: (event: InspectionEvent) => void;
  /**
   * Where runs are kept, such as `sqliteStore("runs.db")`; opened for each run, and closed at its end. Without one a
   * run is kept by nobody but this process.
   */
  readonly store?: Effect.Effect<StoreService, StoreError, Scope.Scope>;
  /** Whether modules with `reuse` may take over results of earlier runs. Default true; with false, all of them run. */
  readonly reuse?: boolean;
  /** What must never be recorded, beside what `secret()` wraps and what the names of params tell by themselves. */
  readonly secrets?: SecretOptions;
  /** The id of the next run; made from time and randomness when absent. */
  readonly runId?: RunId | string;
}

/** What an executor is made from. */
export type ExecutorOptions<Modules extends readonly ModuleType[], Requirements, Config> = RunOptions & {
  readonly workflow: WorkflowDefinition<Modules, Requirements>;
  readonly config: CheckedConfig<Modules, Config>;
} & ([Requirements] extends [never]
    ? { readonly layer?: undefined }
    : {
        /** The services the workflow's Effects require. */
        readonly layer: Layer.Layer<NoInfer<Requirements>>;
      });

/** Throws a RangeError for an option that an executor does not have. */
export const checkExecutorOptions = (options: {
  readonly [Name in keyof ExecutorOptions<readonly ModuleType[], unknown, unknown>]?: unknown;
}): void =>
  checkOptions(
    "Executor",
    options,
    "concurrency engine resources onFailure signal retain keepRecords maxExecutions observe onObserverError actors inspect store reuse secrets runId workflow config layer",
  );
