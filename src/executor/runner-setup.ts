import type { Clock } from "effect";

import type { JournalLog } from "../journal/journal-log.ts";
import type { ResultStoreService } from "../store/result-store.ts";
import type { AnyModule, Repetition } from "../workflow/module.ts";
import type { Plan } from "../workflow/plan.ts";
import type { Cancellation } from "./cancellation.ts";
import type { ChangeFinder } from "./change-finder.ts";
import type { Recorder } from "./recorder.ts";
import type { Reuse } from "./reuse.ts";
import type { RunActors } from "./run-actors.ts";

/** An experiment of a module, ready to be given to it. */
export interface PreparedExperiment {
  /** Decoded params for one execution; a copy where they cannot be frozen. */
  readonly params: () => unknown;
  readonly repeat: Repetition | undefined;
}

/** A module with its experiments in plan order. */
export interface PreparedModule {
  readonly module: AnyModule;
  readonly experiments: ReadonlyMap<string, PreparedExperiment>;
}

/** What the runners of one run work with. */
export interface RunnerSetup {
  readonly plan: Plan;
  readonly modules: readonly PreparedModule[];
  readonly log: JournalLog;
  readonly actors: RunActors;
  readonly cancellation: Cancellation;
  readonly retain: "all" | "leaves";
  /** What an earlier run completed, for a run that begins from it. */
  readonly reuse?: Reuse | undefined;
  readonly changes: ChangeFinder;
  readonly recorder: Recorder["Service"];
  readonly results: ResultStoreService;
  readonly clock: Clock.Clock;
}
