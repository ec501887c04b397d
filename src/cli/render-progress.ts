import { formatSeconds } from "../text/format-duration.ts";
import type { Page } from "./page.ts";
import { renderStates } from "./render-states.ts";
import type { ProgressView } from "./run-progress.ts";

/** The live table: a bar and the counts per state of every module, below the run as a whole. */
export const renderProgress = (view: ProgressView, page: Page & { readonly height: number }): string => {
  const left = view.leftMs === undefined ? "" : `, about ${formatSeconds(view.leftMs)} left`;
  const time = `${formatSeconds(view.elapsedMs)}${left}`;
  return `${renderStates(view, { ...page, height: page.height - 1 })}\n${page.paint("quiet", time)}`;
};
