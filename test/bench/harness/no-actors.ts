import type { AnyActorRef } from "xstate";

import type { ExperimentActors, RunActors as Real } from "../../../src/executor/run-actors.ts";

const silent: ExperimentActors = {
  startModule: () => undefined,
  retryModule: () => undefined,
  endModule: () => undefined,
  cancel: () => undefined,
};

/** Stands in for the actors of a run, to find out what they cost: nobody is told of experiments and module executions. */
export class RunActors implements Pick<Real, "run" | "tellRun" | "startExperiment"> {
  readonly run: AnyActorRef;

  constructor(run: AnyActorRef) {
    this.run = run;
  }

  tellRun(event: Parameters<Real["tellRun"]>[0]): void {
    this.run.send(event);
  }

  startExperiment(): ExperimentActors {
    return silent;
  }
}
