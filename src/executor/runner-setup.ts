import type * as Clock from "effect/Clock";
import type * as Effect from "effect/Effect";

import type { JournalLog } from "../journal/journal-log.ts";
import type { RecordRedaction } from "../journal/record-redaction.ts";
import type { Held } from "../store/held.ts";
import type { ResultStoreService } from "../store/result-store.ts";
import type { AnyModule, Repetition } from "../workflow/module.ts";
import type { Plan } from "../workflow/plan.ts";
import type { Cancellation } from "./cancellation.ts";
import type { ChangeFinder } from "./change-finder.ts";
import type { ExecutionScope } from "./execution-scope.ts";
import type { ExecutionReuse } from "./execution-reuse.ts";
import type { Recorder } from "./recorder.ts";
import type { RunActors } from "./run-actors.ts";

/** The decoded params of an experiment, held for all its executions. */
export interface GivenParams extends Held<unknown> {
  readonly repeat: Repetition | undefined;
}

/** One experiment of a module. */
export interface PreparedExperiment extends GivenParams {
  readonly experimentName: string;
  /** Its step in the label of a path: `Loader[adult]`. */
  readonly label: string;
}

/** A module with its experiments in plan order. */
export interface PreparedModule {
  readonly module: AnyModule;
  readonly experiments: readonly PreparedExperiment[];
  /** Waits for a place to carry out one attempt elsewhere than in the main thread; none calls the module's `run`. */
  readonly place?: Effect.Effect<AttemptPlace>;
}

/** Where one attempt is carried out. */
export type AttemptPlace = (scope: ExecutionScope) => unknown;

/** What the runners of one run work with. */
export interface RunnerSetup {
  readonly plan: Plan;
  readonly modules: readonly PreparedModule[];
  readonly log: JournalLog;
  readonly actors: RunActors;
  readonly cancellation: Cancellation;
  readonly retain: "all" | "leaves";
  /** Decides what is taken over; undefined for a run that can take over nothing. */
  readonly reuse: ExecutionReuse | undefined;
  /** What keeps the secrets of the run out of its records; undefined when it has none. */
  readonly hidden?: RecordRedaction | undefined;
  readonly changes: ChangeFinder;
  readonly recorder: Recorder["Service"];
  readonly results: ResultStoreService;
  readonly clock: Clock.Clock;
}
