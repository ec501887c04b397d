import type { LifecycleState } from "../../../../machines/lifecycle.ts";
import { formatCount } from "../../../text/format-count.ts";
import { type Counts, stateCode } from "../../protocol/run-fold.ts";
import { fitText } from "../../view/fit-text.ts";
import type { GraphRectangle } from "../../view/run-graph.ts";
import type { Palette } from "../palette.ts";
import type { GraphPicture } from "./draw-graph.ts";

/** Draws an execution, or executions that are drawn as one: what failed stands out, what is completed recedes. */
export const drawGraphRectangle = (
  canvas: CanvasRenderingContext2D,
  picture: GraphPicture,
  rectangle: GraphRectangle,
): void => {
  if (rectangle.kind === "execution") drawExecution(canvas, picture, rectangle);
  else drawSubtrees(canvas, picture, rectangle);
};

const drawExecution = (canvas: CanvasRenderingContext2D, picture: GraphPicture, rectangle: GraphRectangle): void => {
  const { fold, colours } = picture;
  const { first, x, y, width, height } = rectangle;
  const state = fold.executionState(first);
  const colour = colourOf(colours, state);
  canvas.fillStyle = colour;
  if (height < 11 || width < 30) {
    canvas.fillRect(x, y, width, height);
    return;
  }
  if (state === "Failed") canvas.fillRect(x, y, width, height);
  else {
    canvas.fillStyle = colours.card;
    canvas.fillRect(x, y, width, height);
    canvas.strokeStyle = state === "InProgress" ? colour : colours.line;
    canvas.setLineDash(state === "NotStarted" ? [3, 3] : []);
    canvas.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1);
    canvas.setLineDash([]);
    canvas.fillStyle = colour;
    canvas.fillRect(x, y, stripe, height);
  }
  const { experimentName } = fold.plan.execution(first);
  canvas.font = state === "Failed" ? `600 ${font}` : font;
  canvas.fillStyle = { Failed: colours.card, InProgress: colours.fg, Completed: colours.fg, NotStarted: colours.muted }[
    state
  ];
  drawText(canvas, `${signs[state]} ${experimentName}`, rectangle);
};

/** The share of each state, under a stripe of the worst. */
const drawSubtrees = (
  canvas: CanvasRenderingContext2D,
  { fold, sums, colours }: GraphPicture,
  rectangle: GraphRectangle,
): void => {
  const { first, end, depth, x, y, width, height } = rectangle;
  const worst = sums.worst(first, end);
  if (height >= 5) drawShares(canvas, sums.counts(first, end), colours, rectangle);
  canvas.fillStyle = colourOf(colours, worst);
  canvas.fillRect(x, y, height < 5 ? width : stripe, height);
  if (height < 11 || width < 60) return;
  const failed = sums.counts(first, end).Failed;
  const roots = (end - first) / fold.plan.subtreeSize(depth);
  const name = roots === 1 ? fold.plan.execution(first).experimentName : `${formatCount(roots)} experiments`;
  const all = formatCount(end - first);
  const told = failed === 0 ? `${all} executions` : `${formatCount(failed)} of ${all} failed`;
  canvas.font = failed === 0 ? font : `600 ${font}`;
  canvas.fillStyle = colours.fg;
  // Beside the share of what failed: on its colour the text could not be read.
  const past = failed === 0 ? 0 : Math.min(width / 2, shareOf(failed, rectangle));
  drawText(canvas, `${signs[worst]} ${name} · ${told}`, { ...rectangle, x: x + past, width: width - past });
};

const drawShares = (
  canvas: CanvasRenderingContext2D,
  counts: Counts,
  colours: Palette,
  rectangle: GraphRectangle,
): void => {
  let from = rectangle.x;
  const to = rectangle.x + rectangle.width;
  for (const state of ["Failed", "InProgress", "Completed", "NotStarted"] as const) {
    if (counts[state] === 0) continue;
    const wide = Math.min(to - from, shareOf(counts[state], rectangle));
    canvas.globalAlpha = state === "Failed" ? 1 : 0.28;
    canvas.fillStyle = colourOf(colours, state);
    canvas.fillRect(from, rectangle.y, wide, rectangle.height);
    from += wide;
  }
  canvas.globalAlpha = 1;
};

/** The width of the share of so many executions: one that failed among thousands is to be seen beside the stripe. */
const shareOf = (count: number, { first, end, width }: GraphRectangle): number =>
  Math.max(stripe + 3, (count / (end - first)) * width);

const drawText = (
  canvas: CanvasRenderingContext2D,
  text: string,
  { x, y, width, height }: Pick<GraphRectangle, "x" | "y" | "width" | "height">,
): void => {
  const fitted = fitText(text, width - stripe - 10, (part) => canvas.measureText(part).width);
  canvas.fillText(fitted, x + stripe + 6, y + height / 2 + 0.5);
};

const font = "12px system-ui, sans-serif";
const stripe = 4;
/** States as shapes, as in the tree. */
const signs = { NotStarted: "○", InProgress: "◑", Completed: "●", Failed: "▲" } as const;

const colourOf = (colours: Palette, state: LifecycleState): string => colours.states[stateCode[state]] ?? colours.fg;
