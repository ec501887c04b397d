import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createActor } from "xstate";

import { experimentMachine, type RunEmitted, type RunEvent, runMachine } from "../../machines/index.ts";

describe("a run machine driven by hand", () => {
  test("is Completed exactly when as many experiments completed as there are; nobody can set it", () => {
    const step = fc.oneof(
      fc.record({ type: fc.constant("experiment.complete" as const), at: fc.nat() }),
      fc.record({
        type: fc.constant("experiment.fail" as const),
        at: fc.nat(),
        experiments: fc.integer({ min: 1, max: 3 }),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), fc.nat(6), (steps, unstarted) => {
        const failed = steps.reduce((sum, each) => sum + ("experiments" in each ? each.experiments : 0), 0);
        const completed = steps.filter(({ type }) => type === "experiment.complete").length;
        const experiments = completed + failed + unstarted;
        const actor = createActor(runMachine, { input: { runId: "r1" } }).start();
        actor.send({ type: "run.start", at: 0, experiments });
        for (const each of steps) actor.send(each);
        expect(actor.getSnapshot().value).toBe("InProgress");
        actor.send({ type: "run.end", at: 9 });
        const state = experiments > 0 && completed === experiments ? "Completed" : "Failed";
        expect(actor.getSnapshot().output).toEqual({
          runId: "r1",
          state,
          experiments,
          completed,
          failed,
          notStarted: unstarted,
        });
        expect(actor.getSnapshot().value).toBe(state);
      }),
    );
  });

  test("hears nothing before it starts, and nothing once it is over", () => {
    const events: readonly RunEvent[] = [
      { type: "experiment.complete", at: 1 },
      { type: "experiment.fail", at: 1, experiments: 1 },
      { type: "run.end", at: 1 },
    ];
    const actor = createActor(runMachine, { input: { runId: "r1" } }).start();
    for (const event of events) {
      expect(actor.getSnapshot().can(event)).toBe(false);
      actor.send(event);
    }
    expect(actor.getSnapshot()).toMatchObject({ value: "NotStarted", context: { completed: 0, failed: 0 } });
  });

  test("emits the parts of a report one by one: snapshots, then changes, then timings", () => {
    const actor = createActor(runMachine, { input: { runId: "r1" } });
    const heard: unknown[] = [];
    for (const type of ["snapshot", "change", "timing"] as const) actor.on(type, (emitted) => heard.push(emitted));
    actor.start();
    actor.send({ type: "run.start", at: 0, experiments: 1 });
    const [snapshots, changes, timings] = [["s1", "s2"], ["c1"], ["t1"]] as never[];
    actor.send({ type: "module.report", at: 1, snapshots, changes, timings } as unknown as RunEvent);
    expect(heard satisfies unknown as RunEmitted[]).toEqual([
      { type: "snapshot", snapshot: "s1" },
      { type: "snapshot", snapshot: "s2" },
      { type: "change", change: "c1" },
      { type: "timing", timing: "t1" },
    ]);
  });

  test("does as its docstring says", () => {
    const actor = createActor(runMachine, { input: { runId: "r1" } });
    actor.start();
    actor.send({ type: "run.start", at: 0, experiments: 1 });
    actor.send({ type: "experiment.complete", at: 9 });
    actor.send({ type: "run.end", at: 9 });
    expect(actor.getSnapshot().value).toBe("Completed");
  });
});

describe("an experiment machine driven by hand", () => {
  const complete = { type: "module.complete", at: 1, origin: "executed" } as const;
  const fail = { type: "module.fail", at: 1, reason: "error" } as const;
  const cancel = { type: "experiment.cancel", at: 1 } as const;

  test("ends with its last module, its first failure, or a cancellation, whichever comes first", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5 }),
        fc.array(fc.constantFrom(complete, complete, complete, fail, cancel), { maxLength: 8 }),
        (modules, events) => {
          const actor = createActor(experimentMachine, { input: { key: "Loader[a]", modules } }).start();
          actor.send({ type: "experiment.start", at: 0 });
          let expected = { state: "InProgress", completed: 0, failed: 0 };
          for (const event of events) {
            if (expected.state !== "InProgress") break;
            actor.send(event);
            const completed = expected.completed + (event === complete ? 1 : 0);
            const failed = event === fail ? 1 : 0;
            const state = event !== complete ? "Failed" : completed === modules ? "Completed" : "InProgress";
            expected = { state, completed, failed };
          }
          const { value, context, output } = actor.getSnapshot();
          expect({ state: value, completed: context.completed, failed: context.failed }).toEqual(expected);
          expect(output).toEqual(expected.state === "InProgress" ? undefined : { key: "Loader[a]", ...expected });
        },
      ),
    );
  });

  test("that has not started takes no end of a module", () => {
    const actor = createActor(experimentMachine, { input: { key: "Loader[a]", modules: 1 } }).start();
    for (const event of [complete, fail, cancel]) actor.send(event);
    expect(actor.getSnapshot().value).toBe("NotStarted");
  });
});
