import type { Paint } from "./paint.ts";

/** What a text is written for. */
export interface Page {
  /** Columns; what can be cut is cut to fit. */
  readonly width: number;
  readonly paint: Paint;
}
