import stringWidth from "string-width";

import { countOf, formatCount } from "./format-count.ts";
import { formatDuration } from "./format-duration.ts";
import { formatShare } from "./format-share.ts";
import type { Page } from "./page.ts";
import { printable } from "./printable.ts";
import { renderTable } from "./table.ts";
import type { GroupTiming, TimingReport } from "./timing-report.ts";

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
  const rows = report.groups.flatMap((group) => [
    rowOf(group, printable(group.key)),
    ...(group.steps ?? []).map((step) => rowOf(step, `  ${printable(step.key)}`)),
  ]);
  if (rows.length === 0) return "nothing has ended yet";
  const shown = rows.slice(0, mostRows);
  const notes = [
    ...(rows.length > shown.length ? [`… ${formatCount(rows.length - shown.length)} more rows: --json has all`] : []),
    ...notesOf(report),
  ];
  const table = renderRows(heads[report.by], shown, page);
  return [table, ...(notes.length === 0 ? [] : ["", ...notes.map((note) => `  ${page.paint("quiet", note)}`)])].join(
    "\n",
  );
};

interface Row {
  readonly name: string;
  readonly cells: readonly string[];
}

const rowOf = ({ count, meanMs, p50Ms, p95Ms, maxMs, totalMs, share }: GroupTiming, name: string): Row => ({
  name,
  cells: [formatCount(count), ...[meanMs, p50Ms, p95Ms, maxMs, totalMs].map(formatDuration), formatShare(share)],
});

/** Long names, which are paths, come last: there they push nothing out of sight. */
const renderRows = (head: string, rows: readonly Row[], page: Page): string => {
  const right = columns.map(() => "right" as const);
  return Math.max(...rows.map(({ name }) => stringWidth(name))) > widestName
    ? renderTable(
        [...columns, head],
        rows.map(({ name, cells }) => [...cells, name]),
        [...right, "left"],
        page,
      )
    : renderTable(
        [head, ...columns],
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
          `${formatDuration(attemptsMs)} in them, and waits of ${formatDuration(waitsMs)} set; the times above include both`,
      ]),
];
