import { formatDuration } from "../../../text/format-duration.ts";
import type { RunFold } from "../../protocol/run-fold.ts";
import { type GanttBars, partsOf } from "../../view/gantt-bars.ts";
import { fitText } from "../../view/fit-text.ts";
import type { TimeAxis } from "../../view/time-axis.ts";
import type { Palette } from "../palette.ts";

/** Where on the canvas things are, in CSS pixels. */
export const ganttPlaces = { row: 20, head: 58, right: 16 } as const;

/** How wide the column of names is: on a phone it leaves most of the room to the times. */
export const namesWidth = (width: number): number => Math.min(250, width * 0.4);

/** What of the Gantt chart is drawn. */
export interface GanttPicture {
  /** On the axis. */
  readonly bars: GanttBars;
  readonly axis: TimeAxis;
  readonly fold: RunFold;
  /** The most executions at once, per pixel of the strip. */
  readonly concurrency: Uint32Array;
  readonly width: number;
  readonly height: number;
  readonly scrollTop: number;
  /** The places on the axis at the left and right edge. */
  readonly from: number;
  readonly to: number;
  readonly selected: number | undefined;
  /** What is dragged over, from one place of the canvas to another. */
  readonly brushed: readonly [from: number, to: number] | undefined;
  readonly colours: Palette;
}

/** Where on the canvas a place of the axis is. */
export const ganttX = ({ from, to, width }: Pick<GanttPicture, "from" | "to" | "width">, time: number): number =>
  namesWidth(width) + ((time - from) / Math.max(1e-9, to - from)) * (width - namesWidth(width) - ganttPlaces.right);

/** Draws the rows that can be seen; how many rows there are does not matter. */
export const drawGantt = (canvas: CanvasRenderingContext2D, picture: GanttPicture): void => {
  const { bars, height, scrollTop, width, colours } = picture;
  const { row, head } = ganttPlaces;
  canvas.clearRect(0, 0, width, height);
  canvas.font = "12px system-ui, sans-serif";
  canvas.textBaseline = "middle";
  drawAxis(canvas, picture);
  drawGaps(canvas, picture);
  canvas.save();
  canvas.beginPath();
  canvas.rect(0, head, width, height - head);
  canvas.clip();
  const first = Math.max(0, Math.floor(scrollTop / row));
  const last = Math.min(bars.executions.length, first + Math.ceil((height - head) / row) + 1);
  for (let place = first; place < last; place++) drawRow(canvas, picture, place, head + place * row - scrollTop);
  canvas.restore();
  canvas.strokeStyle = colours.line;
  line(canvas, 0, head, width, head);
  if (picture.brushed !== undefined) drawBrush(canvas, picture, picture.brushed);
};

const drawBrush = (
  canvas: CanvasRenderingContext2D,
  { height, colours }: GanttPicture,
  [one, other]: readonly [number, number],
): void => {
  const [from, to] = [Math.min(one, other), Math.max(one, other)];
  canvas.globalAlpha = 0.16;
  canvas.fillStyle = colours.accent;
  canvas.fillRect(from, 0, to - from, height);
  canvas.globalAlpha = 1;
  canvas.strokeStyle = colours.accent;
  for (const x of [from, to]) line(canvas, Math.round(x) + 0.5, 0, Math.round(x) + 0.5, height);
};

const drawRow = (canvas: CanvasRenderingContext2D, picture: GanttPicture, place: number, y: number): void => {
  const { bars, fold, width, selected, colours } = picture;
  const { row, right } = ganttPlaces;
  const names = namesWidth(width);
  const execution = bars.executions[place] ?? 0;
  const { moduleName, experimentName, depth } = fold.plan.execution(execution);
  if (execution === selected) {
    canvas.globalAlpha = 0.16;
    canvas.fillStyle = colours.accent;
    canvas.fillRect(0, y, width, row);
    canvas.globalAlpha = 1;
  }
  const [start, end] = [bars.startedAt[place] ?? 0, bars.endedAt[place] ?? 0];
  const widthOf = (text: string): number => canvas.measureText(text).width;
  // Names of a long chain stay in sight.
  const indent = 12 + Math.min(depth * 6, names * 0.4);
  const room = names - 8 - indent;
  // Where both have no room, the module has what the experiment leaves of it, and at least a third.
  const ofModule = Math.max(room / 3, room - widthOf(` ${experimentName}`));
  const named = fitText(moduleName, ofModule, widthOf);
  canvas.fillStyle = colours.muted;
  canvas.fillText(named, indent, y + row / 2);
  const before = widthOf(`${named} `);
  canvas.fillStyle = colours.fg;
  canvas.fillText(fitText(experimentName, room - before, widthOf), indent + before, y + row / 2);
  canvas.save();
  canvas.beginPath();
  canvas.rect(names, y, width - names - right + 4, row);
  canvas.clip();
  const [x, to] = [ganttX(picture, start), ganttX(picture, end)];
  const queued = bars.queuedMs[place] ?? 0;
  if (queued > 0) {
    const since = ganttX(picture, start - queued);
    canvas.strokeStyle = colours.muted;
    canvas.setLineDash([2, 3]);
    line(canvas, since, y + row / 2, x, y + row / 2);
    canvas.setLineDash([]);
  }
  const worked = partsOf(bars, place);
  const parts = worked.map((part) => {
    const left = ganttX(picture, part.from);
    return { left, wide: Math.max(2, ganttX(picture, part.to) - left) };
  });
  // Pale where the module itself was not at work.
  const measured = ganttX(picture, bars.measuredTo[place] ?? end);
  canvas.fillStyle = colours.states[fold.states[execution] ?? 0] ?? colours.fg;
  for (const { left, wide } of parts) {
    canvas.globalAlpha = 0.35;
    canvas.fillRect(left, y + 4, wide, row - 8);
    canvas.globalAlpha = 1;
    canvas.fillRect(left, y + 4, Math.max(1, Math.min(wide, measured - left)), row - 8);
  }
  // An attempt that failed is underlined, and a cut comes after it.
  let attemptFrom = start;
  for (const time of bars.retriedAt.get(execution) ?? []) {
    canvas.fillStyle = colours.states[3] ?? colours.fg;
    for (const part of worked) {
      const [since, until] = [Math.max(part.from, attemptFrom), Math.min(part.to, time)];
      const left = ganttX(picture, since);
      if (until > since) canvas.fillRect(left, y + row - 7, Math.max(1, ganttX(picture, until) - left), 3);
    }
    canvas.fillStyle = colours.bg;
    canvas.fillRect(ganttX(picture, time), y + 4, 1, row - 8);
    attemptFrom = time;
  }
  if (bars.critical.has(execution)) {
    canvas.strokeStyle = colours.fg;
    for (const { left, wide } of parts) canvas.strokeRect(left + 0.5, y + 3.5, Math.max(1, wide - 1), row - 7);
  }
  const took = bars.tookMs[place] ?? Number.NaN;
  const text = Number.isNaN(took) ? "" : formatDuration(took);
  if (to + 6 + canvas.measureText(text).width < width - right) {
    canvas.fillStyle = colours.muted;
    canvas.fillText(text, to + 6, y + row / 2);
  }
  canvas.restore();
};

const drawAxis = (canvas: CanvasRenderingContext2D, picture: GanttPicture): void => {
  const { concurrency, height, width, from, to, colours, bars, axis } = picture;
  const { right } = ganttPlaces;
  const names = namesWidth(width);
  const peak = concurrency.reduce((most, value) => Math.max(most, value), 1);
  canvas.fillStyle = colours.muted;
  canvas.fillText(`at once, at most ${peak}`, 12, 16, names - 16);
  canvas.globalAlpha = 0.55;
  canvas.fillStyle = colours.states[1] ?? colours.fg;
  const step = (width - names - right) / concurrency.length;
  // One area: pale rectangles that overlap by a part of a pixel would be striped.
  canvas.beginPath();
  for (const [slot, value] of concurrency.entries()) {
    const tall = (value / peak) * 24;
    canvas.rect(names + slot * step, 28 - tall, step + 0.5, tall);
  }
  canvas.fill();
  canvas.globalAlpha = 1;
  const every = roundStep((to - from) / Math.max(2, Math.floor((width - names) / 110)));
  for (let mark = Math.ceil((from - bars.from) / every) * every; bars.from + mark <= to; mark += every) {
    const x = ganttX(picture, bars.from + mark);
    canvas.strokeStyle = colours.line;
    line(canvas, x, 32, x, height);
    canvas.fillStyle = colours.muted;
    const passedMs = axis.unfold(bars.from + mark) - axis.unfold(bars.from);
    const text = mark === 0 ? "0" : formatDuration(passedMs);
    if (x + 3 + canvas.measureText(text).width < width) canvas.fillText(text, x + 3, 45);
  }
};

/** Stretches in which nothing was in progress: a band with the time it stands for. */
const drawGaps = (canvas: CanvasRenderingContext2D, picture: GanttPicture): void => {
  const { axis, height, width, colours } = picture;
  canvas.save();
  canvas.beginPath();
  canvas.rect(namesWidth(width), 0, width - namesWidth(width), height);
  canvas.clip();
  for (const { from, to } of axis.gaps) {
    const [x, end] = [ganttX(picture, axis.fold(from)), ganttX(picture, axis.fold(to))];
    canvas.globalAlpha = 0.5;
    canvas.fillStyle = colours.line;
    canvas.fillRect(x, 32, end - x, height);
    canvas.globalAlpha = 1;
    const text = `idle ${formatDuration(to - from)}`;
    const left = (x + end - canvas.measureText(text).width) / 2;
    canvas.fillStyle = colours.bg;
    canvas.fillRect(left - 3, 36, canvas.measureText(text).width + 6, 18);
    canvas.fillStyle = colours.muted;
    canvas.fillText(text, left, 45);
  }
  canvas.restore();
};

/** 1, 2 or 5 times a power of ten, at least `least`. */
const roundStep = (least: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(1e-3, least)));
  return ([1, 2, 5, 10].find((times) => times * power >= least) ?? 10) * power;
};

const line = (canvas: CanvasRenderingContext2D, x: number, y: number, toX: number, toY: number): void => {
  canvas.beginPath();
  canvas.moveTo(x, y);
  canvas.lineTo(toX, toY);
  canvas.stroke();
};
