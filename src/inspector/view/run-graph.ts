import type { Plan } from "../../workflow/plan-tree.ts";
import type { GraphWindow } from "./graph-window.ts";

/** Something of the graph that is drawn: one execution, or siblings with all that is below them. Places are in pixels of the window. */
export interface GraphRectangle {
  readonly kind: "execution" | "subtrees";
  /** It stands for the executions from `first` to before `end`, in pre-order. */
  readonly first: number;
  readonly end: number;
  readonly depth: number;
  /** The execution above it, which may be out of sight; undefined in the first column. */
  readonly parent: number | undefined;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Where the rows begin and end that it belongs to: those of all that is below it. */
  readonly top: number;
  readonly bottom: number;
}

/** A box is no higher than its text needs. */
const tallest = 20;

/**
 * What of the graph is in a window: one column per module, one row per experiment, each execution in the middle of the
 * rows of all that is below it, and in sight as long as any of them is.
 *
 * An execution whose rows are lower than `window.least` is folded: it is one rectangle with all that is below it, and
 * with so many of its siblings that they are that high together. So there are at most (width / 2) × (height / least)
 * rectangles and a few, however large the run is, and only they are gone through. Columns below `narrowest` pixels are
 * drawn as one.
 */
export const graphRectangles = (plan: Plan, window: GraphWindow, narrowest = 2): readonly GraphRectangle[] => {
  const found: GraphRectangle[] = [];
  /** The executions of the column before that are in sight, and the place of the first of them in that column. */
  let above: { readonly from: number; readonly executions: readonly number[] } = { from: 0, executions: [-1] };
  for (const [depth, { experiments }] of plan.modules.entries()) {
    const level = { depth, size: plan.subtreeSize(depth), many: experiments.length, span: spanOf(plan, window, depth) };
    const folded = window.column < narrowest || level.span < window.least;
    // A column that is to the left is gone through for what is below it, and not told.
    const inSight = isInSight(plan, window, depth, folded);
    if (!folded && !inSight && depth * window.column >= window.left) break;
    const executions: number[] = [];
    let from = -1;
    // As even as can be: a rest of them would be lower than all others.
    const groups = folded ? Math.max(1, Math.floor(level.many / Math.ceil(window.least / level.span))) : level.many;
    const positionOf = (group: number): number => Math.floor((group * level.many) / groups);
    for (const [place, parent] of above.executions.entries()) {
      const start = (above.from + place) * level.many * level.span - window.top;
      const before = Math.max(0, Math.floor((-start / level.span) * (groups / level.many)));
      for (let group = before; group < groups; group++) {
        const [position, next] = [positionOf(group), positionOf(group + 1)];
        const rows = { top: start + position * level.span, bottom: start + next * level.span };
        if (rows.top >= window.height) break;
        if (rows.bottom <= 0) continue;
        const execution = parent + 1 + position * level.size;
        if (from === -1) from = (above.from + place) * level.many + position;
        executions.push(execution);
        if (!inSight) continue;
        const end = folded ? parent + 1 + next * level.size : execution + 1;
        const parentOf = parent < 0 ? undefined : parent;
        const kind = end - execution === 1 || !folded ? "execution" : "subtrees";
        found.push({
          kind,
          first: execution,
          end,
          depth,
          parent: parentOf,
          ...rows,
          ...boxOf(plan, window, kind, depth, rows),
        });
      }
    }
    if (folded) break;
    above = { from, executions };
  }
  return found;
};

/** What is drawn at a point of the window, and the execution that is there: of those drawn together, the one at this height. */
export const graphHit = (
  plan: Plan,
  window: GraphWindow,
  x: number,
  y: number,
): { readonly execution: number; readonly rectangle: GraphRectangle } | undefined => {
  const rectangle = graphRectangles(plan, window).find(
    (each) => x >= each.x && x < each.x + each.width && y >= each.y && y < each.y + each.height,
  );
  if (rectangle === undefined) return undefined;
  const { first, end, depth, top } = rectangle;
  if (end - first === 1) return { execution: first, rectangle };
  const size = plan.subtreeSize(depth);
  const place = Math.floor((y - top) / spanOf(plan, window, depth));
  return { execution: first + Math.max(0, Math.min((end - first) / size - 1, place)) * size, rectangle };
};

/** The height of the rows of an execution, in pixels. */
const spanOf = (plan: Plan, window: GraphWindow, depth: number): number => plan.experimentsBelow(depth) * window.row;

const isInSight = (plan: Plan, { left, width, column }: GraphWindow, depth: number, folded: boolean): boolean =>
  depth * column < left + width && (folded ? plan.modules.length : depth + 1) * column > left;

/** Where in its rows something is drawn: an execution in the middle, or in what can be seen of them; what is folded over all. */
const boxOf = (
  plan: Plan,
  { left, height, column }: GraphWindow,
  kind: GraphRectangle["kind"],
  depth: number,
  { top, bottom }: { readonly top: number; readonly bottom: number },
): Pick<GraphRectangle, "x" | "y" | "width" | "height"> => {
  const gap = Math.min(28, column / 4);
  const columns = kind === "execution" ? 1 : plan.modules.length - depth;
  const across = { x: depth * column - left, width: columns * column - gap };
  const between = Math.min(4, (bottom - top) / 4);
  const whole = bottom - top - between;
  if (kind === "subtrees") return { ...across, y: top + between / 2, height: whole };
  const high = Math.min(tallest, whole);
  const middle = (top + bottom - high) / 2;
  // Held in sight, and by its rows: half of a box at the edge is drawn there.
  const held = Math.max(Math.min(middle, height - high), Math.min(2, between / 2));
  return { ...across, y: Math.max(top + between / 2, Math.min(bottom - between / 2 - high, held)), height: high };
};
