import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import { lifecycleStates } from "../../../../machines/lifecycle.ts";
import { formatCount } from "../../../text/format-count.ts";
import { experimentKey } from "../../../workflow/experiment-key.ts";
import { besideInGraph } from "../../view/beside-in-graph.ts";
import { fittedWindow, type GraphWindow, windowAt, zoomedWindow } from "../../view/graph-window.ts";
import { graphHit } from "../../view/run-graph.ts";
import { stateSums } from "../../view/state-sums.ts";
import { drawGraph } from "../canvas/draw-graph.ts";
import { type GraphHit, offerHitTest } from "../canvas/graph-hit-hook.ts";
import { graphPlaces, isOverMinimap } from "../canvas/graph-places.ts";
import { ExecutionDetail } from "../execution-detail.tsx";
import { forgetPalette, palette } from "../palette.ts";
import { stateLabels } from "../shell/state-mark.tsx";
import { useGraphPointer } from "../use-graph-pointer.ts";
import { useElementSize } from "../use-element-size.ts";
import type { ViewProps } from "./view.ts";

/** A run of more executions than this is folded at first. */
const wholeUpTo = 500;
/** In pixels: what has room for its name, and what can be told from what is next to it. */
const leastHeight = { folded: 14, whole: 2 } as const;

/** The executions as a graph, from the first module to the last, of any size. */
export const GraphView = ({ page, route, go }: ViewProps) => {
  const { fold } = page;
  const { plan } = fold;
  const { selected } = route;
  const place = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useElementSize(place);
  const [moved, setMoved] = useState<GraphWindow | undefined>(undefined);
  const [folded, setFolded] = useState(plan.size.executions > wholeUpTo);
  const sums = useMemo(() => stateSums(fold.states), [fold, page.version]);
  const room = {
    width: Math.max(1, size.width - graphPlaces.left),
    height: Math.max(1, size.height - graphPlaces.head),
    least: folded ? leastHeight.folded : leastHeight.whole,
  };
  const fitted = fittedWindow(plan, room);
  const window = moved === undefined ? fitted : zoomedWindow(plan, { ...moved, ...room }, 1, 0, 0);

  const draw = (): void => {
    const context = canvas.current?.getContext("2d");
    if (context === null || context === undefined || size.width === 0) return;
    context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
    drawGraph(context, { fold, sums, window, selected, colours: palette() });
  };
  const hit = (x: number, y: number): GraphHit | undefined => {
    const found = isOverMinimap(plan, window, x, y)
      ? undefined
      : graphHit(plan, window, x - graphPlaces.left, y - graphPlaces.head);
    if (found === undefined || y < graphPlaces.head) return undefined;
    const { execution, rectangle } = found;
    return {
      execution,
      state: fold.executionState(execution),
      shown: sums.worst(rectangle.first, rectangle.end),
      executions: rectangle.end - rectangle.first,
      x: rectangle.x + graphPlaces.left,
      y: rectangle.y + graphPlaces.head,
      width: rectangle.width,
      height: rectangle.height,
    };
  };
  const current = useRef({ draw, hit });
  current.current = { draw, hit };
  useLayoutEffect(draw);
  useEffect(() => offerHitTest((x, y) => current.current.hit(x, y)), []);
  useEffect(() => {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const turned = (): void => {
      forgetPalette();
      current.current.draw();
    };
    dark.addEventListener("change", turned);
    return () => dark.removeEventListener("change", turned);
  }, []);

  // Of now: wheels turn more often than the page is drawn.
  const now = useRef(window);
  now.current = window;
  const move = (next: GraphWindow): void => {
    now.current = next;
    setMoved(next);
  };
  const zoom = (factor: number, x = room.width / 2, y = room.height / 2): void => {
    const next = zoomedWindow(plan, now.current, factor, x, y);
    move(next);
    if (next.row === fitted.row && next.column === fitted.column) setMoved(undefined);
  };
  const select = (execution: number): void => {
    go({ selected: execution }, "replace");
    const shown = windowAt(plan, window, execution);
    if (shown.left !== window.left || shown.top !== window.top) move(shown);
  };
  const pointer = useGraphPointer({
    plan,
    window,
    onMove: move,
    onZoom: zoom,
    onClick: (x, y) => {
      const found = hit(x, y);
      if (found !== undefined) go({ selected: found.execution }, "replace");
    },
  });
  const hear = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const keys: Readonly<Record<string, () => void>> = {
      "+": () => zoom(1.5),
      "=": () => zoom(1.5),
      "-": () => zoom(1 / 1.5),
      "0": () => setMoved(undefined),
    };
    const beside = besideInGraph(plan, selected, event.key);
    const act = beside === undefined ? keys[event.key] : () => select(beside);
    if (act === undefined) return;
    event.preventDefault();
    // 0 is the key of a view elsewhere.
    event.stopPropagation();
    act();
  };
  const isShown = selected !== undefined && selected < plan.size.executions;
  const counts = fold.executions;
  const told = lifecycleStates.map((state) => `${formatCount(counts[state])} ${stateLabels[state]}`).join(", ");
  const said = isShown
    ? ` Selected: ${experimentKey(plan.execution(selected).path)}, ${stateLabels[fold.executionState(selected)]}.`
    : "";
  return (
    <div class="split">
      <div class="tree-side">
        <div class="tools">
          <button type="button" class="button" onClick={() => zoom(2)}>
            Zoom in
          </button>
          <button type="button" class="button" disabled={moved === undefined} onClick={() => zoom(0.5)}>
            Zoom out
          </button>
          <button type="button" class="button" disabled={moved === undefined} onClick={() => setMoved(undefined)}>
            All of it
          </button>
          <button
            type="button"
            class={folded ? "button on" : "button"}
            aria-pressed={folded}
            title="Draw what has no room for its name together with what is next to it"
            onClick={() => setFolded(!folded)}
          >
            Folded
          </button>
          <button type="button" class="button" onClick={() => go({ view: "tree" })}>
            As a tree
          </button>
          <span class="muted number">{formatCount(plan.size.executions)} executions</span>
        </div>
        <div
          ref={place}
          class="graph"
          tabIndex={0}
          role="group"
          aria-label={`Run graph; arrow keys select an execution, plus and minus zoom, 0 fits.${said}`}
          onKeyDown={hear}
          {...pointer}
        >
          <canvas
            ref={canvas}
            role="img"
            aria-label={`${formatCount(plan.size.executions)} executions of ${plan.modules.length} modules: ${told}. The view Tree tells each of them.`}
            width={Math.round(size.width * size.ratio)}
            height={Math.round(size.height * size.ratio)}
            style={{ width: `${size.width}px`, height: `${size.height}px` }}
          />
        </div>
      </div>
      {isShown ? (
        <ExecutionDetail page={page} go={go} execution={selected} />
      ) : (
        <aside class="detail muted">Select an execution to see its times, its error, its result.</aside>
      )}
    </div>
  );
};
