import { createActor, setup } from "xstate";
import { describe, expectTypeOf, test } from "vitest";

import { defineWorkflow, Executor, type Snapshot, type TimingRecord } from "../../src/index.ts";
import {
  type ExperimentOutput,
  experimentMachine,
  moduleMachine,
  runMachine,
  type RunOutput,
} from "../../machines/index.ts";

describe("the machines stand alone", () => {
  test("with typed input", () => {
    createActor(runMachine, { input: { runId: "r" } });
    // @ts-expect-error a run needs its id
    createActor(runMachine, { input: {} });
    // @ts-expect-error an experiment needs its number of modules
    createActor(experimentMachine, { input: { key: "A[a]" } });
  });

  test("with typed events, each with its time", () => {
    const actor = createActor(moduleMachine);
    actor.send({ type: "module.start", at: 0, attempt: 1 });
    // @ts-expect-error events carry the time they happened at
    actor.send({ type: "module.start", attempt: 1 });
    // @ts-expect-error no such event
    actor.send({ type: "module.begin", at: 0 });
    // @ts-expect-error a failure says why
    actor.send({ type: "module.fail", at: 0 });
  });

  test("with typed output", () => {
    expectTypeOf(createActor(runMachine, { input: { runId: "r" } }).getSnapshot().output).toEqualTypeOf<
      RunOutput | undefined
    >();
    expectTypeOf(
      createActor(experimentMachine, { input: { key: "A[a]", modules: 1 } }).getSnapshot().output,
    ).toEqualTypeOf<ExperimentOutput | undefined>();
  });

  test("with typed emitted events", () => {
    const actor = createActor(runMachine, { input: { runId: "r" } });
    actor.on("snapshot", ({ snapshot }) => expectTypeOf(snapshot).toEqualTypeOf<Snapshot>());
    actor.on("timing", ({ timing }) => expectTypeOf(timing).toEqualTypeOf<TimingRecord>());
    // @ts-expect-error nothing of this name is emitted
    actor.on("snapshots", () => undefined);
  });
});

describe("an executor's machine", () => {
  test("is invoked by a user's machine with typed output", () => {
    const executor = new Executor({
      workflow: defineWorkflow("w").module("A", { run: () => 1 }),
      config: { A: { a: {} } },
    });
    setup({ actors: { run: executor.machine } }).createMachine({
      invoke: {
        src: "run",
        input: { runId: "r" },
        onDone: { actions: ({ event }) => expectTypeOf(event.output).toEqualTypeOf<RunOutput>() },
      },
    });
    setup({ actors: { run: executor.machine } }).createMachine({
      // @ts-expect-error a run needs its id
      invoke: { src: "run", input: {} },
    });
  });
});
