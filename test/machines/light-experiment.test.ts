import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createActor, type EventObject } from "xstate";

import { type ExperimentEvent, experimentMachine, lightExperimentLogic, runMachine } from "../../machines/index.ts";

const event: fc.Arbitrary<ExperimentEvent> = fc.constantFrom<ExperimentEvent>(
  { type: "experiment.start", at: 1 },
  { type: "module.complete", at: 2, origin: "executed" },
  { type: "module.complete", at: 2, origin: "reused" },
  { type: "module.fail", at: 3, reason: "timeout" },
  { type: "experiment.cancel", at: 4 },
  // Done events of its children, and whatever else reaches an actor by mistake.
  { type: "xstate.done.actor.module", at: 5 } as EventObject as ExperimentEvent,
  { type: "module.start", at: 5 } as EventObject as ExperimentEvent,
);
const input = fc.record({ key: fc.constant("Loader[a]"), modules: fc.integer({ min: 1, max: 4 }) });

/** What an experiment's snapshot says, whichever logic it is of. */
const said = ({ status, value, context, output }: Record<"status" | "value" | "context" | "output", unknown>) => {
  return { status, value, context, output };
};

describe("a light experiment actor", () => {
  test("says at every moment what the machine's actor says, through any events", () => {
    fc.assert(
      fc.property(input, fc.array(event, { maxLength: 10 }), (given, events) => {
        const machine = createActor(experimentMachine, { input: given }).start();
        const light = createActor(lightExperimentLogic, { input: given }).start();
        for (const each of [undefined, ...events]) {
          if (machine.getSnapshot().status !== "active") break;
          if (each !== undefined) for (const actor of [machine, light]) actor.send(each);
          expect(said(light.getSnapshot())).toEqual(said(machine.getSnapshot()));
        }
        for (const actor of [machine, light]) actor.stop();
        expect(said(light.getSnapshot())).toEqual(said(machine.getSnapshot()));
      }),
      { numRuns: 500 },
    );
  });

  test("is counted by its run as the machine's actor is", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("complete", "fail", "cancel"), { maxLength: 5 }), (ends) => {
        const [machine, light] = [experimentMachine, lightExperimentLogic].map((logic) => {
          const run = createActor(runMachine, { input: { runId: "r1" } }).start();
          run.send({ type: "run.start", at: 0, experiments: ends.length });
          for (const end of ends) {
            const options = { parent: run, id: "experiment", input: { key: end, modules: 1 } };
            const actor = createActor(logic as typeof lightExperimentLogic, options).start();
            actor.send({ type: "experiment.start", at: 1 });
            if (end === "complete") actor.send({ type: "module.complete", at: 2, origin: "executed" });
            else if (end === "fail") actor.send({ type: "module.fail", at: 2, reason: "error" });
            else actor.send({ type: "experiment.cancel", at: 2 });
          }
          run.send({ type: "run.end", at: 3 });
          return run.getSnapshot().output;
        });
        expect(light).toEqual(machine);
      }),
    );
  });

  test("goes on from its persisted snapshot, through JSON", () => {
    const actor = createActor(lightExperimentLogic, { input: { key: "Loader[a]", modules: 2 } }).start();
    actor.send({ type: "experiment.start", at: 0 });
    actor.send({ type: "module.complete", at: 1, origin: "executed" });
    const snapshot = JSON.parse(JSON.stringify(actor.getPersistedSnapshot())) as never;
    const restored = createActor(lightExperimentLogic, { snapshot, input: { key: "", modules: 0 } }).start();
    restored.send({ type: "module.complete", at: 2, origin: "executed" });
    expect(restored.getSnapshot().output).toEqual({ key: "Loader[a]", state: "Completed", completed: 2, failed: 0 });
    expect(() => lightExperimentLogic.restoreSnapshot?.({ value: "Elsewhere" } as never, undefined as never)).toThrow(
      "an experiment has no state Elsewhere",
    );
  });
});
