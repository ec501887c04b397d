import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createActor, type SnapshotFrom } from "xstate";
import { getAdjacencyMap } from "xstate/graph";

import { leafLogic } from "../../machines/leaf.ts";
import {
  isFinal,
  lifecycleStates,
  type ModuleEvent,
  moduleMachine,
  moduleTransitions,
  nextModuleState,
} from "../../machines/index.ts";

interface Edge {
  readonly event: ModuleEvent;
  readonly state: SnapshotFrom<typeof moduleMachine>;
}

const examples: readonly ModuleEvent[] = [
  { type: "module.start", at: 0, attempt: 1 },
  { type: "module.retry", at: 1, attempt: 2 },
  { type: "module.complete", at: 2, origin: "executed" },
  { type: "module.fail", at: 3, reason: "error" },
];

const foreign = fc.constantFrom("module.skip", "experiment.start", "", "xstate.init", "xstate.done.actor.module");
const event: fc.Arbitrary<ModuleEvent> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...examples) },
  { weight: 1, arbitrary: foreign.map((type) => ({ type, at: 0 }) as unknown as ModuleEvent) },
);

describe("the compiled transition table", () => {
  test("walks as the machine, the machine's actor and the leaf actor do, through any events", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 12 }), (events) => {
        const actor = createActor(moduleMachine).start();
        const leaf = createActor(leafLogic).start();
        let state: (typeof lifecycleStates)[number] = "NotStarted";
        for (const each of events) {
          const next = nextModuleState(state, each.type);
          expect(next !== undefined).toBe(actor.getSnapshot().can(each));
          if (!isFinal(state)) {
            actor.send(each);
            leaf.send(each);
          }
          state = next ?? state;
          const { value, status, output } = actor.getSnapshot();
          expect(value).toBe(state);
          expect(leaf.getSnapshot()).toMatchObject({ value, status, output });
        }
      }),
      { numRuns: 500 },
    );
  });

  test("holds exactly the edges xstate/graph finds in the machine", () => {
    const edges = Object.values(getAdjacencyMap(moduleMachine, { events: examples })).flatMap((node) =>
      Object.values(node.transitions as Record<string, Edge>).flatMap(({ event: taken, state }) =>
        node.state.can(taken) ? [[node.state.value, taken.type, state.value]] : [],
      ),
    );
    const table = lifecycleStates.flatMap((state) =>
      Array.from(moduleTransitions[state], ([type, target]) => [state, type, target]),
    );
    expect(table.map(String).toSorted()).toEqual(edges.map(String).toSorted());
    expect(table).toHaveLength(4);
  });

  test("leads out of no final state, and out of every other one", () => {
    for (const state of lifecycleStates) expect(isFinal(state)).toBe(moduleTransitions[state].size === 0);
  });

  test("says of a leaf actor all that its machine would: done with the same output, to the same parent", () => {
    for (const end of [examples[2], examples[3]] as ModuleEvent[]) {
      const outputs = [createActor(moduleMachine), createActor(leafLogic)].map((actor) => {
        const done: unknown[] = [];
        actor.subscribe({ complete: () => done.push(actor.getSnapshot().output) });
        actor.start();
        actor.send(examples[0] as ModuleEvent);
        actor.send(end);
        return done;
      });
      expect(outputs[0]).toHaveLength(1);
      expect(outputs[1]).toEqual(outputs[0]);
    }
  });

  test("is restored with a leaf actor, in any state, and nothing but a state is believed", () => {
    for (const state of lifecycleStates) {
      const at = createActor(leafLogic, {
        snapshot: leafLogic.restoreSnapshot?.({ value: state } as never, undefined as never) as never,
      });
      expect(at.getSnapshot().value).toBe(state);
    }
    expect(leafLogic.restoreSnapshot?.({ value: "Elsewhere" } as never, undefined as never).value).toBe("NotStarted");
  });
});
