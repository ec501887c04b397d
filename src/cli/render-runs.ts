import { formatCount } from "../text/format-count.ts";
import { formatDuration, formatElapsed } from "../text/format-duration.ts";
import { formatWhen } from "../text/format-when.ts";
import type { ListedRun, ListedState } from "./listed-runs.ts";
import type { Page } from "./page.ts";
import type { Ink } from "./paint.ts";
import { printable } from "./printable.ts";
import { renderTable } from "./table.ts";

const inks: Readonly<Record<ListedState, Ink>> = {
  Completed: "good",
  Failed: "bad",
  unfinished: "busy",
  "in progress": "busy",
};

/** The table of stored runs, and how many `more` there are beyond it. */
export const renderRuns = (runs: readonly ListedRun[], more: number, page: Page): string => {
  if (runs.length === 0) return "no runs";
  const table = renderTable(
    ["run", "workflow", "state", "executions", "time", "started"],
    runs.map(({ runId, workflow, state, executions, elapsedMs, startedAt }) => [
      printable(runId),
      printable(workflow),
      page.paint(inks[state], state),
      executionsOf(executions),
      state === "in progress" ? formatElapsed(elapsedMs) : formatDuration(elapsedMs),
      formatWhen(Date.parse(startedAt)),
    ]),
    ["left", "left", "left", "left", "right", "left"],
    page,
  );
  return more > 0 ? `${table}\n  … ${formatCount(more)} more: --limit ${runs.length + more} lists all` : table;
};

/** How far it is, and what went wrong: `38 of 71, 2 failed`. */
const executionsOf = ({ NotStarted, InProgress, Completed, Failed }: ListedRun["executions"]): string => {
  const far = `${formatCount(Completed)} of ${formatCount(NotStarted + InProgress + Completed + Failed)}`;
  return Failed === 0 ? far : `${far}, ${formatCount(Failed)} failed`;
};
