import type { JSX } from "preact";
import { useRef } from "preact/hooks";

import type { Plan } from "../../workflow/plan-tree.ts";
import { type GraphWindow, movedWindow, showsAll } from "../view/graph-window.ts";
import { graphPlaces, isOverMinimap, minimapPlace } from "./canvas/graph-places.ts";
import { pointAt } from "./point-at.ts";

interface GraphPointer {
  readonly plan: Plan;
  readonly window: GraphWindow;
  readonly onMove: (window: GraphWindow) => void;
  /** By a factor, around a point of the window. */
  readonly onZoom: (factor: number, x: number, y: number) => void;
  /** At a point of the canvas. */
  readonly onClick: (x: number, y: number) => void;
}

type Drag = { readonly x: number; readonly y: number; readonly window: GraphWindow; moved: boolean } | "minimap";

/** What the graph does with a pointer: drags and clicks, the wheel, and the small picture of all of it. */
export const useGraphPointer = ({
  plan,
  window,
  onMove,
  onZoom,
  onClick,
}: GraphPointer): JSX.HTMLAttributes<HTMLDivElement> => {
  const drag = useRef<Drag>();
  const jump = (x: number, y: number): void => {
    const map = minimapPlace(window);
    const [wide, high] = [plan.modules.length * window.column, plan.size.experiments * window.row];
    const [left, top] = [((x - map.x) / map.width) * wide, ((y - map.y) / map.height) * high];
    onMove(movedWindow(plan, window, left - window.width / 2, top - window.height / 2));
  };
  return {
    onWheel: (event) => {
      event.preventDefault();
      const [x, y] = pointAt(event);
      onZoom(Math.exp(-event.deltaY * 0.002), x - graphPlaces.left, y - graphPlaces.head);
    },
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      const [x, y] = pointAt(event);
      event.currentTarget.setPointerCapture(event.pointerId);
      const onMinimap = isOverMinimap(plan, window, x, y);
      drag.current = onMinimap ? "minimap" : { x, y, window, moved: false };
      if (onMinimap) jump(x, y);
    },
    onPointerMove: (event) => {
      const from = drag.current;
      if (from === undefined) return;
      const [x, y] = pointAt(event);
      if (from === "minimap") {
        jump(x, y);
        return;
      }
      // A hand is never quite still.
      from.moved ||= Math.hypot(x - from.x, y - from.y) > 4;
      if (from.moved && !showsAll(plan, from.window))
        onMove(movedWindow(plan, from.window, from.window.left + from.x - x, from.window.top + from.y - y));
    },
    onPointerUp: (event) => {
      const from = drag.current;
      drag.current = undefined;
      if (from !== undefined && from !== "minimap" && !from.moved) onClick(...pointAt(event));
    },
    onPointerCancel: () => {
      drag.current = undefined;
    },
  };
};
