import stringWidth from "string-width";

import { queueTime } from "../status/timing.ts";
import { countOf, formatCount } from "../text/format-count.ts";
import { formatDuration } from "../text/format-duration.ts";
import { formatShare } from "../text/format-share.ts";
import type { Page } from "./page.ts";
import { printable } from "./printable.ts";
import { renderTable } from "./table.ts";
import type { TimedGroup, TimingReport } from "./timing-report.ts";

const [mostRows, widestName] = [60, 44];
const columns = ["count", "mean", "p50", "p95", "max", "total", "share"];

/** What the rows of each table are. */
const heads: Readonly<Record<TimingReport["by"], string>> = {
  moduleName: "module",
  experimentName: "experiment",
  experimentKey: "path",
  stepName: "step",
  state: "state",
};

/** Where the time of a run went, as text without a final newline. */
export const renderTiming = (report: TimingReport, page: Page): string => {
  const isQueued = report.groups.some(({ queuedMs }) => queuedMs !== undefined);
  const rows = report.groups.flatMap((group) => [
    // Time in the queue is no part of that of executions, so it has no share of it.
    rowOf(group, printable(group.key), isQueued, !(report.by === "stepName" && group.key === queueTime)),
    ...(group.steps ?? []).map((step) => rowOf(step, `  ${printable(step.key)}`, isQueued)),
  ]);
  if (rows.length === 0) return "nothing has ended yet";
  const shown = rows.slice(0, mostRows);
  const notes = [
    ...(rows.length > shown.length ? [`… ${formatCount(rows.length - shown.length)} more rows: --json has all`] : []),
    ...notesOf(report),
  ];
  const table = renderRows(heads[report.by], isQueued ? [...columns, "queued"] : columns, shown, page);
  return [table, "", ...notes.map((note) => `  ${page.paint("quiet", note)}`)].join("\n");
};

interface Row {
  readonly name: string;
  readonly cells: readonly string[];
}

const rowOf = (group: TimedGroup, name: string, isQueued: boolean, hasShare = true): Row => {
  const { count, meanMs, p50Ms, p95Ms, maxMs, totalMs, share, queuedMs } = group;
  return {
    name,
    cells: [
      formatCount(count),
      ...[meanMs, p50Ms, p95Ms, maxMs, totalMs].map(formatDuration),
      hasShare ? formatShare(share) : "",
      ...(isQueued ? [queuedMs === undefined ? "" : formatDuration(queuedMs)] : []),
    ],
  };
};

/** Long names, which are paths, come last: there they push nothing out of sight. */
const renderRows = (head: string, numbers: readonly string[], rows: readonly Row[], page: Page): string => {
  const right = numbers.map(() => "right" as const);
  return Math.max(...rows.map(({ name }) => stringWidth(name))) > widestName
    ? renderTable(
        [...numbers, head],
        rows.map(({ name, cells }) => [...cells, name]),
        [...right, "left"],
        page,
      )
    : renderTable(
        [head, ...numbers],
        rows.map(({ name, cells }) => [name, ...cells]),
        ["left", ...right],
        page,
      );
};

const notesOf = ({
  executions,
  inProgress,
  totalMs,
  retries: { count, attemptsMs, waitsMs },
}: TimingReport): readonly string[] => [
  `${countOf(executions, "execution")}, ${formatDuration(totalMs)} together` +
    (inProgress === 0 ? "" : `; ${formatCount(inProgress)} in progress not counted`),
  ...(count === 0
    ? []
    : [
        `${countOf(count, "attempt")} failed and ${count === 1 ? "was" : "were"} followed by another: ` +
          `${formatDuration(attemptsMs)} in them${waitsMs === 0 ? "" : ` and ${formatDuration(waitsMs)} of waits`}, which the times above include`,
      ]),
];
