import { describe, expect, test } from "vitest";
import { type AnyStateMachine, type AnyStateNode, setup } from "xstate";

import { experimentMachine, moduleMachine, runMachine } from "../../../machines/index.ts";
import { builtInCharts } from "../../../src/inspector/chart/built-in-charts.ts";
import type { ChartState, PlacedState } from "../../../src/inspector/chart/chart.ts";
import { placeChart } from "../../../src/inspector/chart/place-chart.ts";
import { toChart } from "../../../src/inspector/chart/to-chart.ts";

const nested = setup({
  actions: { greet: () => undefined },
  guards: { mayRetry: () => true },
  delays: { backoff: 1000 },
}).createMachine({
  id: "nested",
  initial: "idle",
  states: {
    idle: { on: { GO: "work", STAY: { actions: "greet" } } },
    work: {
      type: "parallel",
      entry: "greet",
      states: {
        fit: {
          initial: "first",
          states: {
            first: { on: { NEXT: { guard: "mayRetry", target: "second" } } },
            second: { after: { backoff: "first" } },
          },
        },
        watch: { initial: "calm", states: { calm: { on: { NOISE: "alarmed" } }, alarmed: { always: "calm" } } },
      },
      on: { STOP: "done" },
    },
    done: { type: "final" },
  },
});

const nodesOf = (node: AnyStateNode): readonly AnyStateNode[] => [node, ...Object.values(node.states).flatMap(nodesOf)];

const machines: readonly AnyStateMachine[] = [runMachine, experimentMachine, moduleMachine, nested];

const statesOf = (state: ChartState): readonly ChartState[] => [state, ...state.children.flatMap(statesOf)];

describe("the chart of a machine", () => {
  test.each(machines.map((machine) => [machine.id, machine] as const))(
    "of %s has every state once, every transition, and is plain data",
    (_, machine) => {
      const chart = toChart(machine);
      expect(JSON.parse(JSON.stringify(chart))).toEqual(chart);
      const states = statesOf(chart.root);
      const nodes = nodesOf(machine.root);
      expect(states.map(({ id }) => id).toSorted()).toEqual(nodes.map(({ id }) => id).toSorted());
      for (const { id, transitions } of states) {
        const node = nodes.find((each) => each.id === id);
        const expected = [...(node?.transitions.values() ?? []), node?.always ?? []].flat();
        expect(transitions.map(({ targets }) => targets)).toEqual(
          expected.map(({ target }) => target?.map((each) => each.id) ?? []),
        );
      }
    },
  );

  test("says guards, delays and actions by name, and nothing of XState's own", () => {
    const text = JSON.stringify(toChart(nested));
    for (const word of ["mayRetry", "after backoff", "greet", "always"]) expect(text).toContain(word);
    expect(text).not.toContain("xstate.");
  });
});

describe("a placed chart", () => {
  test.each(machines.map((machine) => [machine.id, machine] as const))(
    "of %s has each box inside its parent's, beside its siblings', and edges that end at boxes",
    async (_, machine) => {
      const chart = toChart(machine);
      const placed = await placeChart(chart);
      const boxes = new Map(placed.states.map((state) => [state.id, state]));
      for (const state of statesOf(chart.root)) {
        const outer = boxes.get(state.id);
        for (const [place, child] of state.children.entries()) {
          const box = boxes.get(child.id);
          expect(outer && box && holds(outer, box)).toBe(true);
          for (const sibling of state.children.slice(place + 1)) {
            const other = boxes.get(sibling.id);
            expect(box && other && overlap(box, other)).toBe(false);
          }
        }
      }
      for (const { to, points } of placed.edges) {
        const [x, y] = points.at(-1) ?? [Number.NaN, Number.NaN];
        const box = boxes.get(to);
        expect(box && onBorder(box, x, y)).toBe(true);
      }
      const transitions = statesOf(chart.root).flatMap((state) => state.transitions);
      const begins = statesOf(chart.root).filter(({ initial }) => initial !== undefined);
      const ways = transitions.reduce((sum, { targets }) => sum + Math.max(1, targets.length), 0);
      expect(placed.edges).toHaveLength(ways + begins.length);
    },
  );

  test("of the library's own machines is the one that is built in", async () => {
    expect(builtInCharts.run).toEqual(await placeChart(toChart(runMachine)));
    expect(builtInCharts.experiment).toEqual(await placeChart(toChart(experimentMachine)));
    expect(builtInCharts.module).toEqual(await placeChart(toChart(moduleMachine)));
  });
});

const near = 1;

const holds = (outer: PlacedState, inner: PlacedState): boolean =>
  inner.x >= outer.x - near &&
  inner.y >= outer.y - near &&
  inner.x + inner.width <= outer.x + outer.width + near &&
  inner.y + inner.height <= outer.y + outer.height + near;

const overlap = (a: PlacedState, b: PlacedState): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

const onBorder = ({ x, y, width, height }: PlacedState, atX: number, atY: number): boolean => {
  const inside = atX >= x - near && atX <= x + width + near && atY >= y - near && atY <= y + height + near;
  const deep = atX > x + near && atX < x + width - near && atY > y + near && atY < y + height - near;
  return inside && !deep;
};
