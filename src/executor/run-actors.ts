import { type ActorRefFrom, type AnyActorRef, createActor } from "xstate";

import { type ExperimentInput, type ExperimentMachine, experimentMachine } from "../../machines/experiment.ts";
import { leafLogic } from "../../machines/leaf.ts";
import { lightExperimentLogic, type LightExperimentRef } from "../../machines/light-experiment.ts";
import { moduleMachine } from "../../machines/module.ts";
import type { ModuleEvent, RunEvent } from "../../machines/events.ts";
import type { Plan } from "../workflow/plan.ts";

/** How experiments and module executions appear in the actor system: as light actors, or as full machines at many times the price. */
export type ActorKind = "leaf" | "machine";

/** What the executor needs of any actor it drives. */
interface Driven<Event> {
  readonly send: (event: Event) => void;
}

/** The actors of one experiment: its own, and that of the module in progress. */
export interface ExperimentActors {
  readonly startModule: (at: number) => void;
  readonly retryModule: (at: number, attempt: number) => void;
  readonly endModule: (event: Extract<ModuleEvent, { type: "module.complete" | "module.fail" }>) => void;
  readonly cancel: (at: number) => void;
}

/** The XState side of a run, as the executor tells it what was recorded. */
export interface RunActors {
  readonly tellRun: (event: RunEvent) => void;
  /** Of the experiment with this number, which begins with its execution at `depth`. */
  readonly startExperiment: (plan: Plan, experiment: number, depth: number, at: number) => ExperimentActors;
}

const noExperimentActors: ExperimentActors = {
  startModule: () => undefined,
  retryModule: () => undefined,
  endModule: () => undefined,
  cancel: () => undefined,
};

/**
 * The actors of a run that nobody can see: none. Actors decide nothing, so without an inspector, and outside the system
 * of anybody else, all they would do is take four times as long as the records.
 */
export const noActors: RunActors = { tellRun: () => undefined, startExperiment: () => noExperimentActors };

/**
 * The XState side of a run that somebody can see: its run actor, one actor per live experiment, one per live module execution.
 *
 * Children are created by handle, with constant ids: `spawnChild` copies the children map (quadratic: 17 s for 10,000),
 * and a unique id stays memoised in the parent's machine for ever (300 bytes each). They are told what was recorded,
 * and decide nothing.
 */
export class LiveActors implements RunActors {
  readonly run: AnyActorRef;
  readonly #kind: ActorKind;

  constructor(run: AnyActorRef, kind: ActorKind) {
    this.run = run;
    this.#kind = kind;
  }

  tellRun(event: RunEvent): void {
    // A run actor that was stopped from outside hears nothing more; the journal goes on without it.
    if (this.run.getSnapshot().status === "active") this.run.send(event);
  }

  startExperiment(plan: Plan, number: number, depth: number, at: number): ExperimentActors {
    const { key } = plan.experiment(number);
    const experiment = this.#experiment({ key, modules: plan.modules.length - depth });
    experiment.start();
    experiment.send({ type: "experiment.start", at });
    let module: Driven<ModuleEvent> | undefined;
    return {
      startModule: (startedAt) => {
        module = this.#startModule(experiment);
        module.send({ type: "module.start", at: startedAt, attempt: 1 });
      },
      retryModule: (retriedAt, attempt) => module?.send({ type: "module.retry", at: retriedAt, attempt }),
      endModule: (event) => {
        module?.send(event);
        experiment.send(event);
      },
      cancel: (cancelledAt) => experiment.send({ type: "experiment.cancel", at: cancelledAt }),
    };
  }

  #experiment(input: ExperimentInput): ActorRefFrom<ExperimentMachine> | LightExperimentRef {
    const options = { parent: this.run, id: "experiment", input };
    return this.#kind === "leaf" ? createActor(lightExperimentLogic, options) : createActor(experimentMachine, options);
  }

  #startModule(experiment: AnyActorRef): Driven<ModuleEvent> {
    return this.#kind === "leaf"
      ? createActor(leafLogic, { parent: experiment, id: "module" }).start()
      : createActor(moduleMachine, { parent: experiment, id: "module" }).start();
  }
}
