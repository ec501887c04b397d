import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { stateCode } from "../../../src/inspector/protocol/run-fold.ts";
import { besideInGraph } from "../../../src/inspector/view/beside-in-graph.ts";
import {
  fittedWindow,
  type GraphWindow,
  movedWindow,
  showsAll,
  windowAt,
  zoomedWindow,
} from "../../../src/inspector/view/graph-window.ts";
import { graphHit, type GraphRectangle, graphRectangles } from "../../../src/inspector/view/run-graph.ts";
import { stateSums } from "../../../src/inspector/view/state-sums.ts";
import { rolledUp, rollUpStates } from "../../../src/inspector/view/visible-tree.ts";
import { RunFold } from "../../../src/inspector/protocol/run-fold.ts";
import { journal } from "../../../src/testing/index.ts";
import { makePlan, type Plan } from "../../../src/workflow/plan-tree.ts";
import { columnsOf } from "../columns-of.ts";

const planOf = (counts: readonly number[]): Plan =>
  makePlan(
    counts.map((count, depth) => ({
      moduleName: `M${depth}`,
      experiments: Array.from({ length: count }, (_, place) => `e${place}`),
    })),
  );

const smallPlan = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 }).map(planOf);
/** Up to a million of millions of executions. */
const anyPlan = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 4 }).map(planOf);

/** Sizes are quarters of pixels, so that sums of them are exact. */
const quarters = (min: number, max: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * 4, max: max * 4 }).map((count) => count / 4);
const anyWindow: fc.Arbitrary<GraphWindow> = fc.record({
  left: fc.oneof(quarters(0, 100), quarters(0, 900)),
  top: fc.oneof(quarters(0, 60), quarters(0, 2000)),
  width: quarters(1, 900),
  height: quarters(1, 700),
  row: fc.oneof(quarters(0.25, 6), quarters(0.25, 40)),
  column: quarters(0.25, 240),
  least: fc.constantFrom(2, 14),
});
/** A window in which nothing is folded, and everything is. */
const wholeWindow = (plan: Plan, row: number, column: number): GraphWindow => ({
  left: 0,
  top: 0,
  width: plan.modules.length * column,
  height: plan.size.experiments * row,
  row,
  column,
  least: 2,
});

const near = 1e-6;
const isInside = (inner: GraphRectangle, top: number, bottom: number): boolean =>
  inner.y >= top - near && inner.y + inner.height <= bottom + near;

describe("the graph of a run", () => {
  test("has every execution, inside the rows of the one above it, in the middle of those below it", () => {
    fc.assert(
      fc.property(smallPlan, quarters(2, 40), quarters(12, 240), (plan, row, column) => {
        const all = graphRectangles(plan, wholeWindow(plan, row, column));
        const byExecution = new Map(all.map((each) => [each.first, each]));
        expect([...byExecution.keys()].toSorted((a, b) => a - b)).toEqual(
          Array.from(plan.executions(), ({ index }) => index),
        );
        for (const { index, parent, depth } of plan.executions()) {
          const found = byExecution.get(index);
          if (found === undefined) throw new Error(`no rectangle of ${index}`);
          expect([found.kind, found.end, found.depth, found.parent]).toEqual(["execution", index + 1, depth, parent]);
          const over = parent === undefined ? found : (byExecution.get(parent) ?? found);
          expect(isInside(found, over.top, over.bottom)).toBe(true);
          expect(over.x + (over === found ? 0 : over.width)).toBeLessThanOrEqual(found.x);
          const below = all.filter((each) => each.parent === index);
          const [first, last] = [below[0] ?? found, below.at(-1) ?? found];
          expect(found.y + found.height / 2).toBeCloseTo((first.top + last.bottom) / 2, 6);
        }
      }),
    );
  });

  test("has what is in the window, each execution once, and nothing else", () => {
    fc.assert(
      fc.property(smallPlan, anyWindow, (plan, window) => {
        const { left, top, width, height, row, column, least } = window;
        const rectangles = graphRectangles(plan, window);
        for (const each of rectangles) expect(each.top < height && each.bottom > 0).toBe(true);
        const found = rectangles.flatMap(({ first, end }) =>
          Array.from({ length: end - first }, (_, place) => first + place),
        );
        expect(new Set(found).size).toBe(found.length);
        const lowRows = plan.modules.findIndex((_, depth) => column < 2 || plan.experimentsBelow(depth) * row < least);
        const foldedFrom = lowRows === -1 ? plan.modules.length : lowRows;
        for (const { index, depth, experiment } of plan.executions()) {
          const isFolded = depth >= foldedFrom;
          const [start, end] = isFolded ? [foldedFrom, plan.modules.length] : [depth, depth + 1];
          const [from, to] = [experiment * row, (experiment + plan.experimentsBelow(depth)) * row];
          const isAcross = start * column < left + width && end * column > left;
          const seen = isAcross && from < top + height && to > top;
          // What is folded comes with siblings, and with what is below them, that may be out of sight.
          const mayBeTold = seen || (isFolded && isAcross);
          expect([index, found.includes(index) ? mayBeTold : !seen]).toEqual([index, true]);
        }
      }),
      // Five in two parts are two and three: the window begins where the second does.
      { examples: [[planOf([5]), { left: 0, top: 2.25, width: 100, height: 10, row: 1, column: 100, least: 2 }]] },
    );
  });

  test("finds at the middle of everything that is drawn just that", () => {
    fc.assert(
      fc.property(anyPlan, anyWindow, fc.nat(), (plan, given, place) => {
        const window = movedWindow(plan, given, given.left, given.top);
        const all = graphRectangles(plan, window);
        const rectangle = all[place % Math.max(1, all.length)];
        if (rectangle === undefined) return;
        const hit = graphHit(plan, window, rectangle.x + rectangle.width / 2, rectangle.y + rectangle.height / 2);
        expect(hit?.rectangle).toEqual(rectangle);
        expect(hit?.execution).toBeGreaterThanOrEqual(rectangle.first);
        expect(hit?.execution).toBeLessThan(rectangle.end);
        const { depth, experiment } = plan.execution(hit?.execution ?? 0);
        expect(depth).toBe(rectangle.depth);
        const middle = window.top + rectangle.y + rectangle.height / 2;
        const isIn = (pixels: number): boolean =>
          middle >= experiment * window.row - pixels &&
          middle <= (experiment + plan.experimentsBelow(depth)) * window.row + pixels;
        // A millionth of a pixel is what sums of this size are exact to.
        expect(isIn(1e-6 * Math.max(1, window.top))).toBe(true);
      }),
    );
  });

  test("is as many rectangles as the window has room for, whatever the size of the run", () => {
    fc.assert(
      fc.property(anyPlan, anyWindow, (plan, window) => {
        const found = graphRectangles(plan, window);
        const columns = Math.min(plan.modules.length, window.width / Math.max(2, window.column) + 2);
        // Two at each edge; and of what is folded one that is lower than two pixels below each that is not.
        expect(found.length).toBeLessThanOrEqual((columns + 1) * (window.height / 2 + 4));
      }),
    );
    const largest = planOf([1000, 1000, 1000]);
    expect(graphRectangles(largest, fittedWindow(largest, { width: 900, height: 600, least: 2 })).length).toBeLessThan(
      310,
    );
    const longest = planOf([300, ...Array.from({ length: 999 }, () => 1)]);
    expect(
      graphRectangles(longest, fittedWindow(longest, { width: 900, height: 600, least: 2 })).length,
    ).toBeLessThanOrEqual(226 * 300);
  });
});

describe("a window on the graph", () => {
  const room = fc.record({ width: quarters(50, 900), height: quarters(50, 700), least: fc.constantFrom(2, 14) });

  test("that fits has every execution in it, or drawn with what is next to it", () => {
    fc.assert(
      fc.property(smallPlan, room, (plan, given) => {
        const window = fittedWindow(plan, given);
        expect(showsAll(plan, window)).toBe(true);
        const covered = graphRectangles(plan, window).reduce((sum, { first, end }) => sum + end - first, 0);
        expect(covered).toBe(plan.size.executions);
      }),
    );
  });

  test("that fits holds a hundred modules on half of a screen", () => {
    const plan = planOf([2, ...Array.from({ length: 99 }, () => 1)]);
    const window = fittedWindow(plan, { width: 400, height: 300, least: 2 });
    expect(showsAll(plan, window)).toBe(true);
    expect(graphRectangles(plan, window).length).toBe(plan.size.executions);
  });

  test("leaves what is under the pointer there while it is zoomed, as far as there is graph around it", () => {
    fc.assert(
      fc.property(anyPlan, room, quarters(1, 8), fc.nat(100), fc.nat(100), (plan, given, factor, across, down) => {
        const before = fittedWindow(plan, given);
        const [x, y] = [(across / 100) * given.width, (down / 100) * given.height];
        const after = zoomedWindow(plan, before, factor, x, y);
        const [rows, columns] = [plan.size.experiments, plan.modules.length];
        const drift = {
          rows: ((after.top + y) / after.row - y / before.row) / rows,
          columns: ((after.left + x) / after.column - x / before.column) / columns,
        };
        const fills = {
          rows: rows * before.row >= given.height - near,
          columns: columns * before.column >= given.width - near,
        };
        expect(fills.rows ? drift.rows : 0).toBeCloseTo(0, 9);
        expect(fills.columns ? drift.columns : 0).toBeCloseTo(0, 9);
        const back = zoomedWindow(plan, after, 1e-9, x, y);
        expect([back.row, back.column]).toEqual([before.row, before.column]);
        expect(Math.max(back.left, back.top)).toBeLessThan(near);
      }),
    );
  });

  test("moves to any execution, and no further when it is in sight", () => {
    fc.assert(
      fc.property(anyPlan, room, fc.nat(), quarters(1, 60), (plan, given, place, factor) => {
        const execution = place % plan.size.executions;
        const window = windowAt(plan, zoomedWindow(plan, fittedWindow(plan, given), factor, 0, 0), execution);
        const drawn = graphRectangles(plan, window).find(({ first, end }) => execution >= first && execution < end);
        expect(drawn).toBeDefined();
        expect(windowAt(plan, window, execution)).toEqual(window);
      }),
    );
  });
});

describe("the sums of states", () => {
  test("tell the worst of every subtree, as the tree does, at every record of any journal", () => {
    fc.assert(
      fc.property(journal(), fc.nat(), (records, place) => {
        const fold = new RunFold(columnsOf(records));
        fold.seek(1 + (place % records.length));
        const sums = stateSums(fold.states);
        for (const [execution, worst] of rolledUp(fold).entries()) {
          const end = execution + fold.plan.subtreeSize(fold.depths[execution] ?? 0);
          expect(sums.worst(execution, end)).toBe(rollUpStates[worst]);
          const failed = fold.states.slice(execution, end).filter((state) => state === stateCode.Failed).length;
          expect(sums.counts(execution, end).Failed).toBe(failed);
        }
        expect(sums.counts(0, fold.states.length)).toEqual(fold.executions);
      }),
    );
  });
});

test("the worst of any stretch is what failed, then what is in progress, then what is not done", () => {
  const stretch = fc.tuple(fc.array(fc.nat(3), { maxLength: 30 }), fc.nat(), fc.nat(), fc.nat(3));
  fc.assert(
    fc.property(stretch, ([before, skipped, many, state]) => {
      const states = [...before, state];
      const first = skipped % states.length;
      const end = first + 1 + (many % (states.length - first));
      const inside = new Set(states.slice(first, end));
      const worst = (["Failed", "InProgress", "NotStarted", "Completed"] as const).find((each) =>
        inside.has(stateCode[each]),
      );
      expect(stateSums(Uint8Array.from(states)).worst(first, end)).toBe(worst);
    }),
  );
});

describe("the arrow keys", () => {
  test("go through a column and back, to what is above, and to the first below", () => {
    fc.assert(
      fc.property(smallPlan, fc.nat(), (plan, place) => {
        const execution = place % plan.size.executions;
        const { depth, parent } = plan.execution(execution);
        const column = Array.from(plan.executions())
          .filter((each) => each.depth === depth)
          .map(({ index }) => index);
        const at = column.indexOf(execution);
        expect(besideInGraph(plan, execution, "ArrowDown")).toBe(column[at + 1] ?? execution);
        expect(besideInGraph(plan, execution, "ArrowUp")).toBe(column[at - 1] ?? execution);
        expect(besideInGraph(plan, execution, "Home")).toBe(column[0]);
        expect(besideInGraph(plan, execution, "End")).toBe(column.at(-1));
        expect(besideInGraph(plan, execution, "ArrowLeft")).toBe(parent ?? execution);
        const right = besideInGraph(plan, execution, "ArrowRight") ?? -1;
        expect(plan.execution(right).parent ?? -1).toBe(right === execution ? (parent ?? -1) : execution);
        expect(besideInGraph(plan, undefined, "ArrowDown")).toBe(0);
        expect(besideInGraph(plan, execution, "+")).toBeUndefined();
      }),
    );
  });
});
