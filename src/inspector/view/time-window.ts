/** A stretch of a line of time that is looked at. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** The window zoomed by a factor, below 1 into it, around a place; undefined when it is all there is. */
export const zoomedTime = (
  whole: TimeWindow,
  { from, to }: TimeWindow,
  factor: number,
  around: number,
): TimeWindow | undefined => within(whole, around - (around - from) * factor, around + (to - around) * factor);

/** The window moved by a part of its length, as far as there is anything. */
export const movedTime = (whole: TimeWindow, { from, to }: TimeWindow, part: number): TimeWindow => {
  const by = Math.max(whole.from - from, Math.min(whole.to - to, (to - from) * part));
  return { from: from + by, to: to + by };
};

/** The window between two places, in whichever order; undefined when it is all there is, or nothing at all. */
export const brushedTime = (whole: TimeWindow, one: number, other: number): TimeWindow | undefined =>
  within(whole, Math.min(one, other), Math.max(one, other));

const within = (whole: TimeWindow, from: number, to: number): TimeWindow | undefined => {
  const window = { from: Math.max(whole.from, from), to: Math.min(whole.to, to) };
  const isAll = window.from <= whole.from && window.to >= whole.to;
  return isAll || window.to <= window.from ? undefined : window;
};
