import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type AnyStateMachine, createMachine, initialTransition, transition } from "xstate";

import { experimentMachine, moduleMachine, runMachine } from "../../../machines/index.ts";
import { activeStates } from "../../../src/inspector/chart/active-states.ts";
import type { ChartState } from "../../../src/inspector/chart/chart.ts";
import { definitionChart } from "../../../src/inspector/chart/definition-chart.ts";
import { toChart } from "../../../src/inspector/chart/to-chart.ts";
import { lifecycleDefinition } from "../../../src/inspector/xstate-inspect/machine-definition.ts";

const written = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

const everything = createMachine({
  id: "everything",
  initial: "idle",
  on: { RESET: ".idle", HELP: { target: "#asked", guard: "mayAsk" } },
  states: {
    idle: {
      entry: ["greet", { type: "note", params: { n: 1 } }],
      on: { GO: "work", DEEP: "work.fit.second", STAY: { actions: "greet" } },
    },
    work: {
      type: "parallel",
      exit: "leave",
      onDone: "asked.last",
      invoke: [
        {
          src: "worker",
          onDone: { target: "idle", actions: "keep" },
          onError: [{ guard: "isSmall", target: "idle" }, "#asked"],
        },
        { src: "clock", id: "tick", onSnapshot: { actions: "note" } },
      ],
      states: {
        fit: {
          initial: "first",
          states: {
            first: { after: { 1000: "second", backoff: { target: "done", guard: "late" } } },
            second: {},
            done: { type: "final" },
          },
          on: { BACK: ".first", TWO: ["watch", { target: "#everything.idle" }] },
        },
        watch: {
          initial: "calm",
          states: { calm: { on: { "a.*": "loud" } }, loud: { always: { guard: "quiet", target: "calm" } } },
        },
      },
    },
    asked: {
      id: "asked",
      initial: "last",
      states: {
        last: { type: "history" },
        "a.b": { on: { X: "last" } },
        second: { on: { TO: "a\\.b", OVER: "#asked.last" } },
      },
    },
  },
});

const machines: readonly AnyStateMachine[] = [runMachine, experimentMachine, moduleMachine, everything];

const shapeOf = (children: fc.Arbitrary<readonly Shape[]>): fc.Arbitrary<Shape> =>
  fc.record({
    type: fc.constantFrom("any", "parallel", "final"),
    children,
    events: fc.array(fc.tuple(fc.constantFrom("A", "B", "C"), fc.nat(), fc.boolean()), { maxLength: 3 }),
    delays: fc.array(fc.tuple(fc.constantFrom("100", "soon"), fc.nat()), { maxLength: 2 }),
  });

/** Random machines: nested and parallel states, with transitions to any state by its id. */
const config = fc
  .record({
    shape: fc.letrec<{ node: Shape }>((tie) => ({
      node: fc.oneof(
        { maxDepth: 3, depthSize: "small" },
        shapeOf(fc.constant([])),
        shapeOf(fc.array(tie("node"), { maxLength: 3 })),
      ),
    })).node,
  })
  .map(({ shape }) => {
    const ids: string[] = [];
    const collect = (node: Shape, id: string): void => {
      ids.push(id);
      for (const [place, child] of node.children.entries()) collect(child, `${id}.s${place}`);
    };
    collect(shape, "m");
    const target = (pick: number): string => `#${ids[pick % ids.length] ?? "m"}`;
    const build = (node: Shape): Record<string, unknown> => ({
      ...(node.children.length > 0
        ? {
            ...(node.type === "parallel" ? { type: "parallel" } : { initial: "s0" }),
            states: Object.fromEntries(node.children.map((child, place) => [`s${place}`, build(child)])),
          }
        : node.type === "final" && { type: "final" }),
      on: Object.fromEntries(
        node.events.map(([event, pick, guarded]) => [
          event,
          { target: target(pick), ...(guarded && { guard: "may" }) },
        ]),
      ),
      after: Object.fromEntries(node.delays.map(([delay, pick]) => [delay, target(pick)])),
    });
    return Object.assign(build(shape), { id: "m" });
  });

interface Shape {
  readonly type: string;
  readonly children: readonly Shape[];
  readonly events: readonly (readonly [string, number, boolean])[];
  readonly delays: readonly (readonly [string, number])[];
}

const statesOf = (state: ChartState): readonly ChartState[] => [state, ...state.children.flatMap(statesOf)];

describe("the chart of a machine that was sent as JSON", () => {
  test.each(machines.map((machine) => [machine.id, machine] as const))(
    "of %s is that of the machine itself, from its config",
    (_, machine) => {
      expect(definitionChart(written(machine.config))).toEqual({ chart: toChart(machine) });
    },
  );

  test("is that of the machine itself, of any machine, from its config and from its definition", () => {
    fc.assert(
      fc.property(config, (given) => {
        fc.pre("states" in given);
        const machine = createMachine(given as Parameters<typeof createMachine>[0]);
        const chart = toChart(machine);
        expect(definitionChart(written(machine.config))).toEqual({ chart });
        expect(definitionChart(written(machine.definition))).toEqual({ chart });
      }),
    );
  });

  test("of the definition that XState 4 makes has its states and transitions", () => {
    const found = definitionChart(written(lifecycleDefinition));
    if (!("chart" in found)) throw new Error(found.reason);
    expect(
      found.chart.root.children.map(({ id, type, transitions }) => [
        id,
        type,
        transitions.map(({ event, targets }) => [event, targets]),
      ]),
    ).toEqual([
      ["actor.NotStarted", "atomic", [["start", ["actor.InProgress"]]]],
      [
        "actor.InProgress",
        "atomic",
        [
          ["complete", ["actor.Completed"]],
          ["fail", ["actor.Failed"]],
        ],
      ],
      ["actor.Completed", "final", []],
      ["actor.Failed", "final", []],
    ]);
    expect(found.chart.root.initial).toBe("actor.NotStarted");
  });

  test("says in the words of who wrote it what XState 4 calls its own events", () => {
    const on = {
      "": [{ target: "b", cond: "may" }],
      "xstate.after(1000)#m.a": "b",
      "done.invoke.w": "b",
      "done.state.m.a": "b",
      "error.platform.w": "b",
    };
    const found = definitionChart({ id: "m", initial: "a", states: { a: { on }, b: {} } });
    const labels = "chart" in found ? found.chart.root.children[0]?.transitions.map(({ event }) => event) : [];
    expect(labels).toEqual(["always", "after 1000", "done w", "done m.a", "error w"]);
  });

  test("lights the states that are active, of any state the machine gets into", () => {
    fc.assert(
      fc.property(config, fc.array(fc.constantFrom("A", "B", "C"), { maxLength: 4 }), (given, events) => {
        fc.pre("states" in given);
        const machine = createMachine(given as Parameters<typeof createMachine>[0]).provide({
          guards: { may: () => true },
          delays: { soon: 1 },
        });
        let [snapshot] = initialTransition(machine);
        for (const type of events)
          if (snapshot.status === "active") [snapshot] = transition(machine, snapshot, { type });
        const lit = activeStates(toChart(machine).root, written(snapshot.value));
        expect(lit.toSorted()).toEqual(snapshot._nodes.map(({ id }) => id).toSorted());
      }),
    );
  });

  test("is total: anything is a chart as plain data whose transitions lead to its states, or has a reason", () => {
    const bit = fc.oneof(
      fc.constantFrom("a", "#m", ".a", "#m.a", "", "a.a", "__proto__", "constructor"),
      fc.jsonValue(),
    );
    const odd = fc.letrec<{ node: unknown }>((tie) => ({
      node: fc.oneof(
        { depthSize: "small" },
        bit,
        fc.dictionary(
          fc.constantFrom(
            "id",
            "states",
            "initial",
            "on",
            "always",
            "after",
            "invoke",
            "entry",
            "type",
            "target",
            "a",
            "__proto__",
          ),
          fc.oneof(tie("node"), bit, fc.array(bit, { maxLength: 3 })),
        ),
      ),
    })).node;
    fc.assert(
      fc.property(odd, (given) => {
        const found = definitionChart({ id: "m", states: { a: given, b: {} } });
        expect(written(found)).toEqual(found);
        const states = "chart" in found ? statesOf(found.chart.root) : [];
        const ids = new Set(states.map(({ id }) => id));
        for (const target of states.flatMap(({ transitions }) => transitions.flatMap(({ targets }) => targets)))
          expect(ids).toContain(target);
        expect(states.length > 0 || ("reason" in found && found.reason !== "")).toBe(true);
      }),
    );
    for (const given of [undefined, null, 1, "a", [], {}, { states: 1 }, { states: {} }])
      expect(definitionChart(given)).toHaveProperty("reason");
  });

  test("is none where it has too many states, or lies too deep, or two are one", () => {
    const wide = Object.fromEntries(Array.from({ length: 400 }, (_, place) => [`s${place}`, {}]));
    expect(definitionChart({ states: wide })).toEqual({ reason: "It has more than 300 states, too many to draw." });
    let deep: object = {};
    for (let level = 0; level < 50_000; level++) deep = { states: { a: deep } };
    expect(definitionChart(deep)).toEqual({ reason: "Its states lie more than 20 deep." });
    expect(definitionChart({ states: { a: { id: "x" }, b: { id: "x" } } })).toEqual({
      reason: "Two of its states have the id x.",
    });
    const on = Object.fromEntries(Array.from({ length: 1001 }, (_, place) => [`E${place}`, "b"]));
    expect(definitionChart({ states: { a: { on }, b: {} } })).toEqual({
      reason: "It has more than 1000 transitions, too many to draw.",
    });
  });
});
