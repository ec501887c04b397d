import { setImmediate } from "node:timers/promises";
import * as Effect from "effect/Effect";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AnyActorRef, assign, createActor, setup, toPromise, waitFor } from "xstate";

import type { RunEmitted, RunMachine, RunOutput } from "../../machines/index.ts";
import { defineWorkflow, Executor, type Status } from "../../src/index.ts";
import { isLegal } from "../journal/legal-journal.ts";
import { withoutTime } from "./normalise.ts";
import { build, randomWorkflow } from "./workflow-arbitrary.ts";

/** A user's machine that runs a workflow as a part of its own life. */
const hostOf = (machine: RunMachine) =>
  setup({
    types: { context: {} as { readonly output: RunOutput | undefined } },
    actors: { workflow: machine },
  }).createMachine({
    context: { output: undefined },
    initial: "running",
    states: {
      running: {
        invoke: {
          src: "workflow",
          id: "run",
          input: { runId: "hosted" },
          onDone: { target: "over", actions: assign({ output: ({ event }) => event.output }) },
          onError: "broken",
        },
        on: { leave: "left" },
      },
      left: {},
      broken: {},
      over: { type: "final" },
    },
  });

const emittedBy = (run: AnyActorRef | undefined): RunEmitted[] => {
  const heard: RunEmitted[] = [];
  for (const type of ["snapshot", "change", "timing"] as const) run?.on(type, (emitted) => heard.push(emitted));
  return heard;
};

/** What a run must emit: record by record, the snapshot, then the changes, then the timing. */
const expectedEmissions = (status: Status): unknown[] =>
  status.records.flatMap(({ seq }) => {
    const id = `${status.runId}:${seq}`;
    return [
      ...status.snapshots
        .filter(({ snapshotId }) => snapshotId === id)
        .map((snapshot) => ({ type: "snapshot", snapshot })),
      ...status.changes
        .filter(({ changeId }) => changeId.startsWith(`${id}/`))
        .map((change) => ({ type: "change", change })),
      ...status
        .getTiming()
        .records.filter(({ recordId }) => recordId === id)
        .map((timing) => ({ type: "timing", timing })),
    ];
  });

describe("a user's machine that invokes executor.machine", () => {
  test("hears every snapshot, change and timing in order, and gets the counts as output", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, fc.constantFrom("leaf", "machine"), async (random, actors) => {
        const { executor } = build(random, { actors });
        const host = createActor(hostOf(executor.machine));
        host.start();
        const heard = emittedBy(host.getSnapshot().children["run"]);
        await toPromise(host);
        const { status } = executor;
        expect(heard).toEqual(expectedEmissions(status));
        const { Completed, Failed, NotStarted } = status.experimentCounts;
        expect(host.getSnapshot().context.output).toEqual({
          runId: "hosted",
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

  test("has the same journal as run()", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        const [hosted, alone] = [
          build({ ...random, concurrency: 1 }),
          build({ ...random, concurrency: 1 }, { runId: "hosted" }),
        ];
        await Promise.all([toPromise(createActor(hostOf(hosted.executor.machine)).start()), alone.executor.run()]);
        expect(withoutTime([...hosted.executor.status.records])).toEqual(
          withoutTime([...alone.executor.status.records]),
        );
      }),
      { numRuns: 30 },
    );
  });

  test.each(["stop", "leave"] as const)("cancels the run by %s, with its finalizers and its record", async (how) => {
    const log: string[] = [];
    const workflow = defineWorkflow("endless").module("Only", {
      run: () => Effect.never.pipe(Effect.onInterrupt(() => Effect.sync(() => log.push("finalised")))),
    });
    const executor = new Executor({ workflow, config: { Only: { a: {}, b: {} } } });
    const host = createActor(hostOf(executor.machine)).start();
    await setImmediate();
    if (how === "stop") host.stop();
    else host.send({ type: "leave" });
    for (let turn = 0; turn < 20 && !executor.status.isOver(); turn++) await setImmediate();
    expect(log).toEqual(["finalised"]);
    expect(executor.status.failure).toBe("cancelled");
    expect(executor.status.executionCounts).toMatchObject({ Failed: 1, NotStarted: 1, InProgress: 0 });
    expect(isLegal(executor.status.records)).toBe(true);
  });

  test("may invoke it again from its onDone: each time is a run of its own", async () => {
    const { executor } = build(fc.sample(randomWorkflow, 1)[0] as Parameters<typeof build>[0]);
    const runs = setup({ actors: { workflow: executor.machine } }).createMachine({
      initial: "first",
      states: {
        first: { invoke: { src: "workflow", input: { runId: "first" }, onDone: "second", onError: "broken" } },
        second: { invoke: { src: "workflow", input: { runId: "second" }, onDone: "over", onError: "broken" } },
        broken: { type: "final" },
        over: { type: "final" },
      },
    });
    const host = createActor(runs).start();
    await toPromise(host);
    expect(host.getSnapshot().value).toBe("over");
    expect(executor.status.runId).toBe("second");
  });

  test("learns of a run that could not start by onError", async () => {
    const { executor } = build(fc.sample(randomWorkflow, 1)[0] as Parameters<typeof build>[0]);
    const run = executor.run();
    const host = createActor(hostOf(executor.machine)).start();
    await waitFor(host, (snapshot) => snapshot.matches("broken"));
    await run;
    expect(executor.status.isOver()).toBe(true);
  });
});

describe("executor.machine as a root of its own", () => {
  test("runs the workflow", async () => {
    const { executor } = build(fc.sample(randomWorkflow, 1)[0] as Parameters<typeof build>[0]);
    const output = await toPromise(createActor(executor.machine, { input: { runId: "root" } }).start());
    expect(output.state).toBe(executor.status.state);
    expect(executor.status.runId).toBe("root");
  });
});
