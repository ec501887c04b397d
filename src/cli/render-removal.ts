import type { Removal, RemovedRun } from "../store/sqlite/index.ts";
import type { RunTotals } from "../store/sqlite/store-totals.ts";
import { formatBytes } from "../text/format-bytes.ts";
import { countOf, formatCount } from "../text/format-count.ts";
import { isNarrow, type Page } from "./page.ts";
import { printable } from "./printable.ts";
import { renderTable } from "./table.ts";
import { wrap, wrapWords } from "./wrap.ts";

/** Of more runs, those that began last: whoever removes thousands looks at the sum. */
const mostRows = 40;

/** What was removed, or would be: a line for each run, what stays all the same, and what it comes to. */
export const renderRemoval = (removal: Removal, page: Page): string => {
  const { dryRun, removed, contentBytes } = removal;
  const what = removed.length === 0 ? "no run" : countOf(removed.length, "run");
  // Also without a run: what an earlier removal that was interrupted had left.
  const size = contentBytes === 0 ? "" : `, ${formatBytes(contentBytes)} of records and results`;
  return [
    page.paint("strong", wrapWords(`${dryRun ? "would remove" : "removed"} ${what}${size}`, page)),
    ...(removed.length === 0 ? [] : ["", tableOf(removed, page), ""]),
    ...sparedOf(removal.spared),
    ...totalsOf(removal, page),
  ].join("\n");
};

/** The state of a removed run, in the words of `runs`. */
export const removedState = ({ state }: RemovedRun): string => (state === "InProgress" ? "unfinished" : state);

const tableOf = (runs: readonly RemovedRun[], page: Page): string =>
  renderTable(
    ["run", "workflow", "state", "last record", "executions", "records"],
    runs
      .slice(0, mostRows)
      .map((run) => [
        printable(run.runId),
        printable(run.workflow),
        removedState(run),
        new Date(run.updatedAt).toISOString(),
        formatCount(executionsIn(run)),
        formatCount(run.records),
      ]),
    ["left", "left", "left", "left", "right", "right"],
    page,
  ) + (runs.length > mostRows ? `\n  … ${formatCount(runs.length - mostRows)} more: --json lists all` : "");

const sparedOf = ({ inUse, unfinished }: Removal["spared"]): readonly string[] => [
  ...inUse.map((runId) => `stays  ${printable(runId)}: a process works on it`),
  ...(unfinished.length === 0
    ? []
    : [`stays  ${countOf(unfinished.length, "unfinished run")} that could be resumed; --unfinished is for them too`]),
];

const totalsOf = ({ dryRun, totals, fileBytes: { before, after } }: Removal, page: Page): readonly string[] => {
  const then = dryRun ? " then" : "";
  const lines = [`kept${then}`, `removed${then}`, dryRun ? "on disk now" : "on disk"];
  const values = [
    totalsLine(totals.kept),
    `${totalsLine(totals.removed)} in all`,
    formatBytes(after) + (dryRun ? "" : changeOf(before, after)),
  ];
  const width = Math.max(...lines.map((line) => line.length)) + 2;
  const room = isNarrow(page) ? page.width - width : Number.POSITIVE_INFINITY;
  return lines.map((line, at) => {
    const parts = wrap((values[at] ?? "").split(/(?<=,) /u), room, " ");
    return line.padEnd(width) + parts.join(`\n${" ".repeat(width)}`);
  });
};

const changeOf = (before: number, after: number): string => {
  if (after < before) return `, ${formatBytes(before - after)} less than before`;
  return after === before ? ", as before" : `, ${formatBytes(after - before)} more than before: others wrote meanwhile`;
};

/** What runs add up to: `3 runs, 48 executions, 210 records`. */
export const totalsLine = (totals: RunTotals): string =>
  [countOf(totals.runs, "run"), countOf(executionsIn(totals), "execution"), countOf(totals.records, "record")].join(
    ", ",
  );

const executionsIn = ({ executions }: Pick<RunTotals, "executions">): number =>
  Object.values(executions).reduce((sum, count) => sum + count, 0);
