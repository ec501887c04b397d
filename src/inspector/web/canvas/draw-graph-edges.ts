import type { GraphWindow } from "../../view/graph-window.ts";
import type { GraphRectangle } from "../../view/run-graph.ts";
import type { Palette } from "../palette.ts";

interface GraphEdges {
  readonly rectangles: readonly GraphRectangle[];
  readonly window: GraphWindow;
  /** The selected execution and those above it. */
  readonly path: ReadonlySet<number>;
  readonly selected: number | undefined;
  readonly colours: Palette;
}

/** Draws a bracket from each execution to those below it, and the way to the selected one in the accent. */
export const drawGraphEdges = (
  canvas: CanvasRenderingContext2D,
  { rectangles, window, path, selected = -1, colours }: GraphEdges,
): void => {
  const byExecution = new Map(rectangles.map((rectangle) => [rectangle.first, rectangle]));
  const brackets = new Map<number, { from: number; to: number; x: number }>();
  const chosen: (readonly [GraphRectangle, GraphRectangle])[] = [];
  const gap = Math.min(28, window.column / 4);
  canvas.strokeStyle = colours.line;
  canvas.beginPath();
  for (const rectangle of rectangles) {
    const { parent, x, top, bottom, first, end } = rectangle;
    if (parent === undefined) continue;
    const middle = crisp(middleOf(rectangle));
    const bracket = brackets.get(parent);
    if (bracket === undefined) brackets.set(parent, { from: middle, to: middle, x: crisp(x - gap / 2) });
    else bracket.to = middle;
    // Closer together they would be a grey block.
    if (bottom - top >= 5) {
      canvas.moveTo(crisp(x - gap / 2), middle);
      canvas.lineTo(x, middle);
    }
    const over = byExecution.get(parent);
    const leads = path.has(first) || (rectangle.kind === "subtrees" && selected >= first && selected < end);
    if (over !== undefined && leads) chosen.push([over, rectangle]);
  }
  for (const [parent, { from, to, x }] of brackets) {
    const over = byExecution.get(parent);
    if (over !== undefined) {
      canvas.moveTo(over.x + over.width, crisp(middleOf(over)));
      canvas.lineTo(x, crisp(middleOf(over)));
    }
    // It goes on to what is out of sight.
    canvas.moveTo(x, over !== undefined && over.top < 0 ? 0 : from);
    canvas.lineTo(x, over !== undefined && over.bottom > window.height ? window.height : to);
  }
  canvas.stroke();
  canvas.strokeStyle = colours.accent;
  canvas.lineWidth = 2;
  canvas.beginPath();
  for (const [over, below] of chosen) {
    canvas.moveTo(over.x + over.width, crisp(middleOf(over)));
    canvas.lineTo(crisp(below.x - gap / 2), crisp(middleOf(over)));
    canvas.lineTo(crisp(below.x - gap / 2), crisp(middleOf(below)));
    canvas.lineTo(below.x, crisp(middleOf(below)));
  }
  canvas.stroke();
  canvas.lineWidth = 1;
};

const middleOf = ({ y, height }: GraphRectangle): number => y + height / 2;

/** A line one pixel wide is sharp between pixels. */
const crisp = (place: number): number => Math.floor(place) + 0.5;
