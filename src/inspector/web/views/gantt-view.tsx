import { useEffect, useMemo, useRef, useState } from "preact/hooks";

import { formatCount } from "../../../text/format-count.ts";
import { experimentKey } from "../../../workflow/experiment-key.ts";
import { concurrencyOver, concurrencySteps } from "../../view/concurrency.ts";
import { barsOn, ganttBars, workedTimes } from "../../view/gantt-bars.ts";
import { foldedAxis, plainAxis } from "../../view/time-axis.ts";
import { drawGantt, ganttPlaces, ganttX } from "../canvas/draw-gantt.ts";
import { ExecutionDetail } from "../execution-detail.tsx";
import { hearKey } from "../key-binding.ts";
import { onNewPalette, palette } from "../palette.ts";
import { rowKeys } from "../row-keys.ts";
import { useElementSize } from "../use-element-size.ts";
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
  const [shown, setWindow] = useState<{ readonly from: number; readonly to: number } | undefined>(undefined);
  const scrolled = useRef(0);
  const { from, to } = shown ?? bars;
  const { selected } = route;
  const concurrency = useMemo(
    () => concurrencyOver(steps, from, to, Math.max(1, Math.min(400, Math.round(size.width / 3)))),
    [steps, from, to, size.width],
  );

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

  const zoom = (factor: number, around: number): void => {
    const [left, right] = [around - (around - from) * factor, around + (to - around) * factor];
    setWindow(
      factor > 1 && left <= bars.from && right >= bars.to
        ? undefined
        : { from: Math.max(bars.from, left), to: Math.min(bars.to, right) },
    );
  };
  const timeAt = (x: number): number => {
    const wide = ganttX({ from, to, width: size.width }, to) - ganttPlaces.names;
    return from + ((x - ganttPlaces.names) / Math.max(1, wide)) * (to - from);
  };
  const selectRow = (place: number): void => {
    const execution = bars.executions[Math.max(0, Math.min(bars.executions.length - 1, place))];
    if (execution === undefined) return;
    go({ selected: execution }, "replace");
    const element = scroller.current;
    const top = bars.executions.indexOf(execution) * ganttPlaces.row;
    if (element === null) return;
    if (top < element.scrollTop) element.scrollTop = top;
    const seen = element.clientHeight - ganttPlaces.head - ganttPlaces.row;
    if (top > element.scrollTop + seen) element.scrollTop = top - seen;
  };
  if (bars.executions.length === 0) return <p class="notice">Nothing has begun yet.</p>;
  const at = selected === undefined ? -1 : bars.executions.indexOf(selected);
  const said = selected === undefined || at === -1 ? "" : experimentKey(fold.plan.execution(selected).path);
  return (
    <div class="split">
      <div class="tree-side">
        <div class="tools">
          <button type="button" class="button" onClick={() => zoom(0.5, (from + to) / 2)}>
            Zoom in
          </button>
          <button type="button" class="button" disabled={shown === undefined} onClick={() => zoom(2, (from + to) / 2)}>
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
            {formatCount(bars.executions.length)} executions; outlined: the critical path; dashed: in the queue; red:
            attempts that failed
          </span>
        </div>
        <div
          ref={scroller}
          class="virtual"
          tabIndex={0}
          role="group"
          aria-label={`Times of ${bars.executions.length} executions; arrow keys select one. ${said}`}
          data-rows={bars.executions.length}
          onClick={(event) => {
            const box = event.currentTarget.getBoundingClientRect();
            const y = event.clientY - box.top - ganttPlaces.head;
            if (y >= 0) selectRow(Math.floor((y + event.currentTarget.scrollTop) / ganttPlaces.row));
          }}
          onWheel={(event) => {
            if (!event.ctrlKey && !event.metaKey) return;
            event.preventDefault();
            const box = event.currentTarget.getBoundingClientRect();
            zoom(Math.exp(event.deltaY * 0.002), timeAt(event.clientX - box.left));
          }}
          onKeyDown={(event) => hearKey(event, rowKeys, { step: (rows) => selectRow(at + rows) })}
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
