import { stateCode } from "../../protocol/run-fold.ts";
import { graphRectangles } from "../../view/run-graph.ts";
import type { GraphPicture } from "./draw-graph.ts";
import { minimapPlace } from "./graph-places.ts";

/** A run of many modules is not one red block because something in it failed. */
const narrowest = 0.25;

/** Draws all of the graph small in a corner, and where in it the window is. */
export const drawMinimap = (canvas: CanvasRenderingContext2D, { fold, sums, window, colours }: GraphPicture): void => {
  const { plan } = fold;
  const { x, y, width, height } = minimapPlace(window);
  const [columns, rows] = [plan.modules.length, plan.size.experiments];
  const [column, row] = [width / columns, height / rows];
  canvas.fillStyle = colours.card;
  canvas.fillRect(x - 4, y - 4, width + 8, height + 8);
  canvas.strokeStyle = colours.line;
  canvas.strokeRect(x - 4.5, y - 4.5, width + 9, height + 9);
  const all = { left: 0, top: 0, width, height, row, column, least: 1 };
  for (const each of graphRectangles(plan, all, narrowest)) {
    canvas.fillStyle = colours.states[stateCode[sums.worst(each.first, each.end)]] ?? colours.fg;
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
