import { countOf, formatCount } from "../text/format-count.ts";
import { formatDuration } from "../text/format-duration.ts";
import { factLine } from "./fact-line.ts";
import { formatStates } from "./format-states.ts";
import { notBegun } from "./not-begun.ts";
import type { Page } from "./page.ts";
import { printable } from "./printable.ts";
import { renderChanges } from "./render-changes.ts";
import { renderFailures } from "./render-failures.ts";
import { renderModules } from "./render-modules.ts";
import { renderResults } from "./render-results.ts";
import { renderTree } from "./render-tree.ts";
import type { RunReport } from "./run-report.ts";
import { stateMark } from "./state-mark.ts";
import { wrapWords } from "./wrap.ts";

/** The summary of a run, as text without a final newline. */
export const renderReport = (report: RunReport, page: Page): string => {
  if (report.state === "NotStarted") return notBegun(report.asOf?.records ?? 0, page.paint);
  const section = (title: string, body: string): string => `${page.paint("strong", title)}\n${body}`;
  return [
    renderHeader(report, page),
    ...(report.tree.length === 0 ? [] : [renderTree(report.tree, page, tabulated(report))]),
    ...(report.results.length === 0
      ? []
      : [section("Results", renderResults(report.results, withoutResult(report), page))]),
    ...(report.modules.length === 0 ? [] : [section("Slowest modules", renderModules(report.modules, page))]),
    ...(report.changes.length === 0 ? [] : [section("Schema changes", renderChanges(report.changes, page))]),
    ...(report.failures.length === 0 ? [] : [section("Failures", renderFailures(report.failures, page))]),
    ...(report.executions.skipped === 0 ? [] : [skipped(report)]),
  ].join("\n\n");
};

/** The keys of the results that need not be said in the tree. */
const tabulated = ({ results }: RunReport): ReadonlySet<string> =>
  new Set(results.flatMap(({ rows }) => rows.map(({ key }) => key)));

const withoutResult = ({ experiments: { NotStarted, InProgress, Failed } }: RunReport): number =>
  NotStarted + InProgress + Failed;

const renderHeader = (report: RunReport, page: Page): string => {
  const { sign, ink } = stateMark[report.state];
  const lines = [
    ["run", [report.runId ?? "none", ...startOf(report)].join(", ")],
    ...(report.asOf === undefined
      ? []
      : [["as of", `record ${formatCount(report.asOf.seq)} of ${formatCount(report.asOf.records)}`] as const]),
    ["executions", formatStates(report.executions)],
    ["experiments", formatStates(report.experiments)],
    ...(report.store === undefined ? [] : [["kept in", report.store] as const]),
    ...(report.resume === undefined ? [] : [["go on with", report.resume] as const]),
    ...(report.retry === undefined ? [] : [["retry with", report.retry] as const]),
  ] as const;
  return [
    wrapWords(
      `${page.paint(ink, sign)} ${page.paint("strong", printable(report.workflow ?? "no run"))} ${page.paint(ink, verdict(report))}`,
      page,
    ),
    ...lines.map(([name, text]) => factLine(name, text, page)),
  ].join("\n");
};

const verdict = ({ state, reason, durationMs }: RunReport): string => {
  const time = formatDuration(durationMs);
  switch (state) {
    case "Completed":
      return `Completed in ${time}`;
    case "Failed":
      return reason === "error" || reason === null ? `Failed after ${time}` : `Failed (${reason}) after ${time}`;
    case "InProgress":
      return `InProgress, ${time} so far`;
    case "NotStarted":
      return "NotStarted";
  }
};

const startOf = ({ startedAt, concurrency, resumptions }: RunReport): readonly string[] => [
  ...(startedAt === null ? [] : [`started ${startedAt}`]),
  ...(resumptions === undefined ? [] : [`resumed ${resumptions === 1 ? "once" : `${resumptions} times`}`]),
  ...(concurrency === 1 ? [] : [`concurrency ${concurrency}`]),
];

const skipped = ({ reason, executions }: RunReport): string =>
  `${countOf(executions.skipped, "execution")} never started: the run was ${reason === "stopped" ? "stopped by its first failure" : (reason ?? "over")}.`;
