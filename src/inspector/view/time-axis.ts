import type { Span } from "./active-spans.ts";
import type { WorkedTimes } from "./gantt-bars.ts";

/** Wall times laid out on a line, on which stretches in which nothing was in progress are short. */
export interface TimeAxis {
  /** What was folded, in order. */
  readonly gaps: readonly IdleGap[];
  /** The place of a moment, in ms of the line; a moment within a gap lies within the gap's short stretch. */
  readonly fold: (time: number) => number;
  /** The moment at a place: the other way round. */
  readonly unfold: (place: number) => number;
}

/** A stretch in which nothing was in progress, as between a crash and what was resumed the next day. */
export interface IdleGap extends Span {
  /** How long it is on the line. */
  readonly shownMs: number;
}

/** The line on which a moment is where it is. */
export const plainAxis: TimeAxis = { gaps: [], fold: (time) => time, unfold: (place) => place };

/** An idle stretch is folded when it is longer than this part of the time in which something was in progress. */
const leastPart = 0.1;
/** And is then as long as this part of it. */
const shownPart = 0.03;

/** Folds the long stretches in which nobody worked; O(executions). */
export const foldedAxis = ({ starts, ends }: WorkedTimes): TimeAxis => {
  const idle: Span[] = [];
  let idleMs = 0;
  // When as many have ended as had begun, nothing is in progress until the next begins.
  for (let over = 0; over + 1 < starts.length; over++) {
    const [from, to] = [ends[over] ?? 0, starts[over + 1] ?? 0];
    if (to <= from) continue;
    idle.push({ from, to });
    idleMs += to - from;
  }
  const [first = 0] = starts;
  const until = ends.at(-1) ?? first;
  const busyMs = until - first - idleMs;
  const gaps = idle
    .filter(({ from, to }) => busyMs > 0 && to - from > busyMs * leastPart)
    .map(({ from, to }) => ({ from, to, shownMs: busyMs * shownPart }));
  return gaps.length === 0 ? plainAxis : axisOf(gaps);
};

const axisOf = (gaps: readonly IdleGap[]): TimeAxis => {
  // Where each gap begins on the line.
  let taken = 0;
  const places = gaps.map(({ from, to, shownMs }) => {
    const place = from - taken;
    taken += to - from - shownMs;
    return place;
  });
  const froms = gaps.map(({ from }) => from);
  return {
    gaps,
    fold: (time) => {
      const nth = lastBefore(froms, time);
      const [gap, place] = [gaps[nth], places[nth]];
      if (gap === undefined || place === undefined) return time;
      const { from, to, shownMs } = gap;
      return time >= to ? place + shownMs + (time - to) : place + ((time - from) / (to - from)) * shownMs;
    },
    unfold: (value) => {
      const nth = lastBefore(places, value);
      const [gap, place] = [gaps[nth], places[nth]];
      if (gap === undefined || place === undefined) return value;
      const { from, to, shownMs } = gap;
      const into = value - place;
      return into >= shownMs ? to + (into - shownMs) : from + (into / shownMs) * (to - from);
    },
  };
};

/** The place of the last that is not after a value; -1 for none. */
const lastBefore = (starts: readonly number[], value: number): number => {
  let [low, high] = [0, starts.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
};
