import type { LifecycleState } from "../../../../machines/lifecycle.ts";
import { formatCount } from "../../../text/format-count.ts";
import { type RunFold, stateCode } from "../../protocol/run-fold.ts";
import { type GraphWindow, showsAll } from "../../view/graph-window.ts";
import { type GraphRectangle, graphRectangles } from "../../view/run-graph.ts";
import type { StateSums } from "../../view/state-sums.ts";
import type { Palette } from "../palette.ts";
import { drawGraphEdges } from "./draw-graph-edges.ts";

/** The height of the line of module names over the graph, and the distance to the left edge, in CSS pixels. */
export const graphPlaces = { head: 30, left: 12 } as const;

/** What of the graph is drawn. */
export interface GraphPicture {
  readonly fold: RunFold;
  readonly sums: StateSums;
  readonly window: GraphWindow;
  readonly selected: number | undefined;
  readonly colours: Palette;
}

/** Draws what is in the window: the work is bounded by its size, not by that of the run. */
export const drawGraph = (canvas: CanvasRenderingContext2D, picture: GraphPicture): void => {
  const { fold, window, colours, selected } = picture;
  const { head, left } = graphPlaces;
  const rectangles = graphRectangles(fold.plan, window);
  canvas.clearRect(0, 0, window.width + left, window.height + head);
  canvas.textBaseline = "middle";
  drawHead(canvas, picture);
  canvas.save();
  canvas.beginPath();
  canvas.rect(0, head, window.width + left, window.height);
  canvas.clip();
  canvas.translate(left, head);
  const path = new Set(selected === undefined ? [] : pathTo(picture, selected));
  drawGraphEdges(canvas, { rectangles, window, path, selected, colours });
  for (const rectangle of rectangles) {
    if (rectangle.kind === "execution") drawExecution(canvas, picture, rectangle);
    else drawSubtrees(canvas, picture, rectangle);
    if (selected === undefined || selected < rectangle.first || selected >= rectangle.end) continue;
    canvas.strokeStyle = colours.accent;
    canvas.lineWidth = 2;
    canvas.strokeRect(rectangle.x - 2, rectangle.y - 2, rectangle.width + 4, rectangle.height + 4);
    canvas.lineWidth = 1;
  }
  canvas.restore();
  if (!showsAll(fold.plan, window)) drawMinimap(canvas, picture);
};

/** Where the small picture of the whole graph is, in CSS pixels of the canvas. */
export const minimapPlace = ({
  width,
  height,
}: GraphWindow): Readonly<Record<"x" | "y" | "width" | "height", number>> => {
  const size = { width: Math.min(132, width / 3), height: Math.min(160, height / 3) };
  return { ...size, x: graphPlaces.left + width - size.width - 8, y: graphPlaces.head + height - size.height - 8 };
};

const pathTo = ({ fold }: GraphPicture, execution: number): readonly number[] => {
  const { depth, experiment } = fold.plan.execution(execution);
  return fold.plan.experiment(experiment).executions.slice(0, depth + 1);
};

const drawHead = (canvas: CanvasRenderingContext2D, { fold, window, colours }: GraphPicture): void => {
  canvas.font = font;
  let executions = 1;
  for (const [depth, { moduleName, experiments }] of fold.plan.modules.entries()) {
    executions *= experiments.length;
    const x = graphPlaces.left + depth * window.column - window.left;
    if (window.column < 36 || x + window.column < 0 || x > window.width) continue;
    canvas.save();
    canvas.beginPath();
    canvas.rect(x, 0, window.column - 8, graphPlaces.head);
    canvas.clip();
    canvas.fillStyle = colours.fg;
    canvas.fillText(moduleName, x, graphPlaces.head / 2);
    canvas.fillStyle = colours.muted;
    canvas.fillText(formatCount(executions), x + canvas.measureText(moduleName).width + 7, graphPlaces.head / 2);
    canvas.restore();
  }
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

/** The share of each state, behind a stripe of the worst. */
const drawSubtrees = (
  canvas: CanvasRenderingContext2D,
  { fold, sums, colours }: GraphPicture,
  rectangle: GraphRectangle,
): void => {
  const { first, end, depth, x, y, width, height } = rectangle;
  const worst = sums.worst(first, end);
  canvas.fillStyle = colourOf(colours, worst);
  if (height < 5) {
    canvas.fillRect(x, y, width, height);
    return;
  }
  const counts = sums.counts(first, end);
  canvas.fillRect(x, y, stripe, height);
  canvas.globalAlpha = 0.28;
  let from = x + stripe;
  for (const state of ["Failed", "InProgress", "Completed", "NotStarted"] as const) {
    if (counts[state] === 0) continue;
    // One that failed among thousands is to be seen.
    const wide = Math.min(x + width - from, Math.max(3, (counts[state] / (end - first)) * (width - stripe)));
    canvas.globalAlpha = state === "Failed" ? 1 : 0.28;
    canvas.fillStyle = colourOf(colours, state);
    canvas.fillRect(from, y, wide, height);
    from += wide;
  }
  canvas.globalAlpha = 1;
  if (height < 11 || width < 60) return;
  const roots = (end - first) / fold.plan.subtreeSize(depth);
  const name = roots === 1 ? fold.plan.execution(first).experimentName : `${formatCount(roots)} experiments`;
  const bad = counts.Failed === 0 ? "" : `, ${formatCount(counts.Failed)} failed`;
  const failedWide = counts.Failed === 0 ? 0 : Math.max(3, (counts.Failed / (end - first)) * (width - stripe));
  canvas.font = counts.Failed === 0 ? font : `600 ${font}`;
  canvas.fillStyle = colours.fg;
  const text = `${signs[worst]} ${name} · ${formatCount(end - first)}${bad}`;
  // Text on the saturated part could not be read.
  drawText(canvas, text, {
    ...rectangle,
    x: x + Math.min(failedWide, width / 2),
    width: width - Math.min(failedWide, width / 2),
  });
};

const drawText = (
  canvas: CanvasRenderingContext2D,
  text: string,
  { x, y, width, height }: Pick<GraphRectangle, "x" | "y" | "width" | "height">,
): void => {
  canvas.save();
  canvas.beginPath();
  canvas.rect(x, y, width - 4, height);
  canvas.clip();
  canvas.fillText(text, x + stripe + 6, y + height / 2 + 0.5);
  canvas.restore();
};

const drawMinimap = (canvas: CanvasRenderingContext2D, { fold, sums, window, colours }: GraphPicture): void => {
  const { plan } = fold;
  const { x, y, width, height } = minimapPlace(window);
  const [columns, rows] = [plan.modules.length, plan.size.experiments];
  const [column, row] = [width / columns, height / rows];
  canvas.fillStyle = colours.card;
  canvas.fillRect(x - 4, y - 4, width + 8, height + 8);
  canvas.strokeStyle = colours.line;
  canvas.strokeRect(x - 4.5, y - 4.5, width + 9, height + 9);
  for (const each of graphRectangles(plan, { left: 0, top: 0, width, height, row, column, least: 1 })) {
    canvas.fillStyle = colourOf(colours, sums.worst(each.first, each.end));
    canvas.fillRect(x + each.x, y + each.top, each.width, Math.max(0.5, each.bottom - each.top - 0.5));
  }
  const [wide, high] = [width / (columns * window.column), height / (rows * window.row)];
  canvas.strokeStyle = colours.accent;
  canvas.lineWidth = 2;
  canvas.strokeRect(
    x + window.left * wide,
    y + window.top * high,
    Math.min(width, window.width * wide),
    Math.max(2, Math.min(height, window.height * high)),
  );
  canvas.lineWidth = 1;
};

const font = "12px system-ui, sans-serif";
const stripe = 4;
/** States as shapes, as in the tree. */
const signs = { NotStarted: "○", InProgress: "◑", Completed: "●", Failed: "▲" } as const;

const colourOf = (colours: Palette, state: LifecycleState): string => colours.states[stateCode[state]] ?? colours.fg;
