import type { Paint } from "./paint.ts";

/** What a text is written for. */
export interface Page {
  /** Columns; what can be cut is cut to fit. */
  readonly width: number;
  readonly paint: Paint;
}

/** Tables and sentences are made for pages of this width; where there is less, they are folded instead of running on. */
const usualWidth = 80;

export const isNarrow = ({ width }: Pick<Page, "width">): boolean => width < usualWidth;
