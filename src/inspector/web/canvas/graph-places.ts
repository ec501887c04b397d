import type { GraphWindow } from "../../view/graph-window.ts";

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
