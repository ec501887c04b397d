import type { Plan } from "../../../workflow/plan-tree.ts";
import { type GraphWindow, showsAll } from "../../view/graph-window.ts";

/** The height of the line of module names over the graph, and the distance to the left edge, in CSS pixels. */
export const graphPlaces = { head: 30, left: 12 } as const;

/** Where the small picture of the whole graph is, in CSS pixels of the canvas. */
export const minimapPlace = ({
  width,
  height,
}: GraphWindow): Readonly<Record<"x" | "y" | "width" | "height", number>> => {
  const size = { width: Math.min(132, width / 3), height: Math.min(160, height / 3) };
  return { ...size, x: graphPlaces.left + width - size.width - 8, y: graphPlaces.head + height - size.height - 8 };
};

/** Whether a point of the canvas is on the small picture, which is there while not all of the graph is in sight. */
export const isOverMinimap = (plan: Plan, window: GraphWindow, x: number, y: number): boolean => {
  const map = minimapPlace(window);
  const isInside = x >= map.x - 4 && x < map.x + map.width + 4 && y >= map.y - 4 && y < map.y + map.height + 4;
  return isInside && !showsAll(plan, window);
};
