import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { formatCount } from "../../../text/format-count.ts";
import { experimentKey } from "../../../workflow/experiment-key.ts";
import { concurrencyOver, concurrencySteps } from "../../view/concurrency.ts";
import { barsOn, ganttBars, workedTimes } from "../../view/gantt-bars.ts";
import { foldedAxis, plainAxis } from "../../view/time-axis.ts";
import { brushedTime, movedTime, type TimeWindow, zoomedTime } from "../../view/time-window.ts";
import { drawGantt, ganttPlaces, namesWidth } from "../canvas/draw-gantt.ts";
import { ExecutionDetail } from "../execution-detail.tsx";
import { hearKey } from "../key-binding.ts";
import { onNewPalette, palette } from "../palette.ts";
import { pointAt } from "../point-at.ts";
import { ganttKeys, type GanttKeyTarget } from "./gantt-keys.ts";
import { useElementSize } from "../use-element-size.ts";
import { useTimeBrush } from "../use-time-brush.ts";
import type { ViewProps } from "./view.ts";

/** When each execution began and ended, and how many ran at once. */
export const GanttView = ({ page, route, go }: ViewProps) => {
  const { fold } = page;
  const measured = useMemo(() => ganttBars(fold), [fold, page.version]);
  const folded = useMemo(() => foldedAxis(workedTimes(measured)), [measured]);
  const [isFolded, setFolded] = useState(true);
  const axis = isFolded ? folded : plainAxis;
  const bars = useMemo(() => barsOn(axis, measured), [axis, measured]);
  const steps = useMemo(() => concurrencySteps(workedTimes(bars)), [bars]);
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const size = useElementSize(scroller);
  const [shown, setWindow] = useState<TimeWindow | undefined>(undefined);
  const scrolled = useRef(0);
  const { from, to } = shown ?? bars;
  const { selected } = route;
  const concurrency = useMemo(
    () => concurrencyOver(steps, from, to, Math.max(1, Math.min(400, Math.round(size.width / 3)))),
    [steps, from, to, size.width],
  );

  const zoom = (factor: number, around = (from + to) / 2): void =>
    setWindow(zoomedTime(bars, { from, to }, factor, around));
  const [left, right] = [namesWidth(size.width), size.width - ganttPlaces.right];
  const timeAt = (x: number): number => from + ((x - left) / Math.max(1, right - left)) * (to - from);
  const { brushed, cancel, pointer } = useTimeBrush({
    left,
    right,
    onBrush: (one, other) => setWindow(brushedTime(bars, timeAt(one), timeAt(other))),
    onClick: (event) => {
      const y = pointAt(event)[1] - ganttPlaces.head;
      if (y >= 0) selectRow(Math.floor((y + event.currentTarget.scrollTop) / ganttPlaces.row));
    },
  });

  const draw = (): void => {
    const context = canvas.current?.getContext("2d");
    if (context === null || context === undefined) return;
    context.setTransform(size.ratio, 0, 0, size.ratio, 0, 0);
    const { width, height } = size;
    const scrollTop = scrolled.current;
    drawGantt(context, {
      bars,
      axis,
      fold,
      concurrency,
      from,
      to,
      selected,
      brushed,
      width,
      height,
      scrollTop,
      colours: palette(),
    });
  };
  const drawing = useRef(draw);
  drawing.current = draw;
  useEffect(draw);
  useEffect(() => onNewPalette(() => drawing.current()), []);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    let frame = 0;
    const soon = (): void => {
      scrolled.current = element.scrollTop;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => drawing.current());
    };
    element.addEventListener("scroll", soon, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener("scroll", soon);
    };
  }, []);

  const reveal = (place: number): void => {
    const element = scroller.current;
    if (element === null) return;
    const top = place * ganttPlaces.row;
    if (top < element.scrollTop) element.scrollTop = top;
    const seen = Math.max(0, element.clientHeight - ganttPlaces.head - ganttPlaces.row);
    if (top > element.scrollTop + seen) element.scrollTop = top - seen;
  };
  const selectRow = (place: number): void => {
    const execution = bars.executions[Math.max(0, Math.min(bars.executions.length - 1, place))];
    if (execution !== undefined) go({ selected: execution }, "replace");
  };
  const at = selected === undefined ? -1 : bars.executions.indexOf(selected);
  // Wherever it was selected: a link leads to the bar as well.
  useEffect(() => {
    if (at !== -1 && size.height > 0) reveal(at);
  }, [at, size.height]);
  const keyTarget: GanttKeyTarget = {
    step: (rows) => selectRow(at + rows),
    zoom,
    move: (part) => {
      if (shown !== undefined) setWindow(movedTime(bars, shown, part));
    },
    showAll: () => {
      if (brushed === undefined) setWindow(undefined);
      else cancel();
    },
  };
  if (bars.executions.length === 0) return <p class="notice">Nothing has begun yet.</p>;
  const said = selected === undefined || at === -1 ? "" : experimentKey(fold.plan.execution(selected).path);
  return (
    <div class="split">
      <div class="tree-side">
        <div class="tools">
          <button type="button" class="button" onClick={() => zoom(0.5)}>
            Zoom in
          </button>
          <button type="button" class="button" disabled={shown === undefined} onClick={() => zoom(2)}>
            Zoom out
          </button>
          <button type="button" class="button" disabled={shown === undefined} onClick={() => setWindow(undefined)}>
            All of it
          </button>
          {folded.gaps.length === 0 ? undefined : (
            <button
              type="button"
              class="button"
              aria-pressed={isFolded}
              onClick={() => {
                setWindow(undefined);
                setFolded(!isFolded);
              }}
            >
              Fold idle time
            </button>
          )}
          <span class="muted number">
            {formatCount(bars.executions.length)} executions; pale: the work of tracking; outlined: the critical path;
            dashed: in the queue; red: attempts that failed
          </span>
        </div>
        <div
          ref={scroller}
          class="virtual"
          tabIndex={0}
          role="group"
          aria-label={`Times of ${bars.executions.length} executions; up and down select one, drag or plus and minus zoom. ${said}`}
          data-rows={bars.executions.length}
          data-from={Math.round(axis.unfold(from) - measured.from)}
          data-to={Math.round(axis.unfold(to) - measured.from)}
          {...pointer}
          onDblClick={() => setWindow(undefined)}
          onWheel={(event) => {
            if (!event.ctrlKey && !event.metaKey) return;
            event.preventDefault();
            zoom(Math.exp(event.deltaY * 0.002), timeAt(pointAt(event)[0]));
          }}
          onKeyDown={(event) => {
            // 0 is the key of a view elsewhere.
            if (hearKey(event, ganttKeys, keyTarget)) event.stopPropagation();
          }}
        >
          <div
            role="presentation"
            style={{ height: `${bars.executions.length * ganttPlaces.row + ganttPlaces.head}px` }}
          >
            <canvas
              ref={canvas}
              class="gantt"
              width={Math.round(size.width * size.ratio)}
              height={Math.round(size.height * size.ratio)}
              style={{ width: `${size.width}px`, height: `${size.height}px` }}
            />
          </div>
        </div>
      </div>
      {selected !== undefined && selected < fold.plan.size.executions ? (
        <ExecutionDetail page={page} go={go} execution={selected} />
      ) : (
        <aside class="detail muted">Select an execution to see its times, its error, its result.</aside>
      )}
    </div>
  );
};
