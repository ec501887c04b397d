import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AnyStateMachine, initialTransition, transition } from "xstate";

import { moduleMachine } from "../../../machines/index.ts";
import { builtInCharts } from "../../../src/inspector/chart/built-in-charts.ts";
import { takenEdges } from "../../../src/inspector/chart/taken-edges.ts";

const idsOf = (snapshot: { readonly _nodes: readonly { readonly id: string }[] }): readonly string[] =>
  snapshot._nodes.map(({ id }) => id).toSorted();

describe("the transition that a machine took", () => {
  test("is the one edge between its states by its event, wherever the module's machine goes", () => {
    const events = fc.array(fc.constantFrom("module.start", "module.retry", "module.complete", "module.fail"), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(events, (types) => {
        const machine: AnyStateMachine = moduleMachine;
        let [snapshot] = initialTransition(machine);
        const marked: (readonly (readonly [from: string | undefined, to: string, text: string])[])[] = [];
        const expected: typeof marked = [];
        for (const type of types) {
          const legal = snapshot.can({ type });
          if (!legal) continue;
          const before = idsOf(snapshot);
          [snapshot] = transition(machine, snapshot, { type });
          const after = idsOf(snapshot);
          const taken = takenEdges(builtInCharts.module, { event: type, before }, new Set(after));
          marked.push(Array.from(taken, ({ from, to, text }) => [from, to, text]));
          expected.push([[before.at(-1), after.at(-1) ?? "", type]]);
        }
        expect(marked).toEqual(expected);
      }),
    );
  });

  test("is none where nobody knows how it came there, and where its event leads elsewhere", () => {
    const active = new Set(["module", "module.Failed"]);
    expect(takenEdges(builtInCharts.module, undefined, active).size).toBe(0);
    const before = ["module", "module.InProgress"];
    expect(takenEdges(builtInCharts.module, { event: "module.complete", before }, active).size).toBe(0);
    expect(takenEdges(builtInCharts.module, { event: "module.fail", before }, active).size).toBe(1);
  });
});
