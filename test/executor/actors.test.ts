import * as fc from "fast-check";
import { describe, expect, test, vi } from "vitest";
import type { AnyActorRef, InspectionEvent } from "xstate";

import type { ExperimentOutput, RunOutput } from "../../machines/index.ts";
import { defineWorkflow, Executor, type RunOptions, type Status } from "../../src/index.ts";
import { withoutTime } from "./normalise.ts";
import { build, type RandomWorkflow, randomWorkflow } from "./workflow-arbitrary.ts";

/** Every actor of the system with the states it was seen in, in order. */
class Watched {
  readonly actors = new Map<AnyActorRef, string[]>();

  readonly inspect = (event: InspectionEvent): void => {
    const actor = event.actorRef as AnyActorRef;
    if (event.type === "@xstate.actor") this.actors.set(actor, []);
    if (event.type !== "@xstate.snapshot") return;
    const states = this.actors.get(actor);
    const { value } = event.snapshot as { readonly value?: string };
    if (states && value !== undefined && states.at(-1) !== value) states.push(value);
  };

  called(id: string): readonly (readonly [AnyActorRef, readonly string[]])[] {
    return [...this.actors].filter(([actor]) => actor.id === id);
  }
}

const runOf = ({ actors }: Watched): RunOutput | undefined =>
  [...actors.keys()]
    .map((actor) => actor.getSnapshot().output as RunOutput | undefined)
    .find((output) => output?.runId);

const watch = async (random: RandomWorkflow, options: RunOptions) => {
  const watched = new Watched();
  const { executor } = build(random, { ...options, inspect: watched.inspect });
  await executor.run();
  return { watched, status: executor.status as Status };
};

const lives = (actors: readonly (readonly [AnyActorRef, readonly string[]])[]): readonly string[] =>
  actors.map(([, states]) => states.join(" ")).toSorted();

const expectedLives = (states: readonly string[]): readonly string[] =>
  states.map((state) => `NotStarted InProgress ${state}`).toSorted();

describe.each(["leaf", "machine"] as const)("the actors of a run, module executions as %s", (actors) => {
  test("live the states the journal records, one actor per experiment and execution that started", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, fc.constantFrom("continue", "stop"), async (random, onFailure) => {
        const { watched, status } = await watch(random, { actors, onFailure });
        const started = [...status.executions()].filter(({ state }) => state !== "NotStarted");
        expect(lives(watched.called("module"))).toEqual(expectedLives(started.map(({ state }) => state)));

        const chains = status.records.filter(({ type }) => type === "experiment.started");
        const ends = status.records.flatMap((record) =>
          record.type === "experiment.completed" || record.type === "experiment.failed"
            ? [status.plan.experiment(record.experiment).key]
            : [],
        );
        const experiments = watched.called("experiment");
        expect(experiments).toHaveLength(chains.length);
        const outputs = experiments.map(([actor]) => actor.getSnapshot().output as ExperimentOutput);
        expect(outputs.map(({ key }) => key).toSorted()).toEqual(ends.toSorted());
        expect(lives(experiments)).toEqual(expectedLives(outputs.map(({ state }) => state)));
      }),
      { numRuns: 60 },
    );
  });

  test("count as the status counts: the run actor's output is the fold of the journal", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, fc.constantFrom("continue", "stop"), async (random, onFailure) => {
        const { watched, status } = await watch(random, { actors, onFailure });
        const { Completed, Failed, NotStarted, InProgress } = status.experimentCounts;
        expect(InProgress).toBe(0);
        expect(runOf(watched)).toEqual({
          runId: status.runId,
          state: status.state,
          experiments: status.plan.size.experiments,
          completed: Completed,
          failed: Failed,
          notStarted: NotStarted,
        });
      }),
      { numRuns: 60 },
    );
  });
});

test("leaf and machine actors leave the same journal behind", async () => {
  await fc.assert(
    fc.asyncProperty(randomWorkflow, async (random) => {
      const [leaf, machine] = await Promise.all(
        (["leaf", "machine"] as const).map(async (actors) => {
          const { status } = await watch({ ...random, concurrency: 1 }, { actors, runId: "same" });
          return status.records.map(withoutTime);
        }),
      );
      expect(leaf).toEqual(machine);
    }),
    { numRuns: 30 },
  );
});

test("an inspector that throws does not break the run, and is reported once", async () => {
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const workflow = defineWorkflow("one").module("Only", { run: () => 1 });
  const inspect = (): never => {
    throw new Error("inspector");
  };
  const outcome = await new Executor({ workflow, config: { Only: { a: {}, b: {} } }, inspect }).run();
  expect(outcome.state).toBe("Completed");
  expect(log).toHaveBeenCalledOnce();
  log.mockRestore();
});
