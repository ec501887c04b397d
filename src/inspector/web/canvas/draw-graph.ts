import { formatCount } from "../../../text/format-count.ts";
import type { RunFold } from "../../protocol/run-fold.ts";
import { fitText } from "../../view/fit-text.ts";
import { type GraphWindow, showsAll } from "../../view/graph-window.ts";
import { graphRectangles } from "../../view/run-graph.ts";
import type { StateSums } from "../../view/state-sums.ts";
import type { Palette } from "../palette.ts";
import { drawGraphEdges } from "./draw-graph-edges.ts";
import { drawGraphRectangle } from "./draw-graph-rectangle.ts";
import { drawMinimap } from "./draw-minimap.ts";
import { graphPlaces } from "./graph-places.ts";

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
    drawGraphRectangle(canvas, picture, rectangle);
    if (selected === undefined || selected < rectangle.first || selected >= rectangle.end) continue;
    canvas.strokeStyle = colours.accent;
    canvas.lineWidth = 2;
    canvas.strokeRect(rectangle.x - 2, rectangle.y - 2, rectangle.width + 4, rectangle.height + 4);
    canvas.lineWidth = 1;
  }
  canvas.restore();
  if (!showsAll(fold.plan, window)) drawMinimap(canvas, picture);
};

const pathTo = ({ fold }: GraphPicture, execution: number): readonly number[] => {
  const { depth, experiment } = fold.plan.execution(execution);
  return fold.plan.experiment(experiment).executions.slice(0, depth + 1);
};

const drawHead = (canvas: CanvasRenderingContext2D, { fold, window, colours }: GraphPicture): void => {
  canvas.font = font;
  // Where there is no room for each name, there is for some: they say whereabouts in the sequence one is.
  const every = window.column < 36 ? Math.ceil(90 / window.column) : 1;
  const room = every * window.column;
  let executions = 1;
  for (const [depth, { moduleName, experiments }] of fold.plan.modules.entries()) {
    executions *= experiments.length;
    const x = graphPlaces.left + depth * window.column - window.left;
    if (depth % every !== 0 || x + room < 0 || x > window.width) continue;
    if (every > 1) {
      canvas.fillStyle = colours.line;
      canvas.fillRect(x, graphPlaces.head - 6, 1, 6);
    }
    canvas.fillStyle = colours.fg;
    const count = formatCount(executions);
    const widthOf = (text: string): number => canvas.measureText(text).width;
    const named = fitText(moduleName, room - 15 - widthOf(count), widthOf);
    canvas.fillText(named, x, graphPlaces.head / 2);
    canvas.fillStyle = colours.muted;
    canvas.fillText(count, x + widthOf(named) + 7, graphPlaces.head / 2);
  }
};

const font = "12px system-ui, sans-serif";
