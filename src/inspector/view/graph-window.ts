import type { Plan } from "../../workflow/plan-tree.ts";

/** What of the graph is looked at, in pixels. */
export interface GraphWindow {
  /** How far the window is from the first column, and from the first row. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** The height of the row of one experiment, and the width of the column of one module. */
  readonly row: number;
  readonly column: number;
  /** An execution whose rows are lower than this is drawn as one with all that is below it. */
  readonly least: number;
}

/** The room there is for the graph, and how much of it is folded. */
export type GraphRoom = Pick<GraphWindow, "width" | "height" | "least">;

const limits = { row: 40, fittedRow: 28, column: 240, narrowest: 4 } as const;

/** The window in which all rows are, and all columns down to a width of 4 pixels. */
export const fittedWindow = (plan: Plan, room: GraphRoom): GraphWindow => ({
  ...room,
  left: 0,
  top: 0,
  row: Math.min(limits.fittedRow, room.height / Math.max(1, plan.size.experiments)),
  column: Math.max(limits.narrowest, Math.min(limits.column, room.width / Math.max(1, plan.modules.length))),
});

/** The window after a zoom that leaves what is at a point where it is: rows up to 40 pixels, columns up to 240, neither below what fits. */
export const zoomedWindow = (plan: Plan, window: GraphWindow, factor: number, x: number, y: number): GraphWindow => {
  const fitted = fittedWindow(plan, window);
  const row = clamp(window.row * factor, fitted.row, limits.row);
  const column = clamp(window.column * factor, fitted.column, limits.column);
  return movedWindow(
    plan,
    { ...window, row, column },
    ((window.left + x) * column) / window.column - x,
    ((window.top + y) * row) / window.row - y,
  );
};

/** The window at another place, as far as there is graph. */
export const movedWindow = (plan: Plan, window: GraphWindow, left: number, top: number): GraphWindow => ({
  ...window,
  left: clamp(left, 0, Math.max(0, plan.modules.length * window.column - window.width)),
  top: clamp(top, 0, Math.max(0, plan.size.experiments * window.row - window.height)),
});

/** The window moved no further than it takes to see an execution. */
export const windowAt = (plan: Plan, window: GraphWindow, execution: number): GraphWindow => {
  const { depth, experiment } = plan.execution(execution);
  const [from, to] = [experiment * window.row, (experiment + plan.experimentsBelow(depth)) * window.row];
  return movedWindow(
    plan,
    window,
    along(window.left, window.width, depth * window.column, (depth + 1) * window.column),
    along(window.top, window.height, from, to),
  );
};

/** Whether all of the graph is in a window. */
export const showsAll = (plan: Plan, { width, height, row, column }: GraphWindow): boolean =>
  // What fits exactly is a rounding away from not fitting.
  plan.modules.length * column <= width + 0.5 && plan.size.experiments * row <= height + 0.5;

/** Where a stretch has to begin to hold another, or to be in it when that is longer. */
const along = (at: number, long: number, from: number, to: number): number => {
  if (to - from > long) return clamp(at, from, to - long);
  return clamp(at, to - long, from);
};

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));
