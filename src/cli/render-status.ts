import { clip, padStart } from "./clip.ts";
import { countOf, formatCount } from "../text/format-count.ts";
import { formatDuration, formatElapsed } from "../text/format-duration.ts";
import { factLine } from "./fact-line.ts";
import { formatStates } from "./format-states.ts";
import { notBegun } from "./not-begun.ts";
import type { Page } from "./page.ts";
import { printable } from "./printable.ts";
import { renderStates } from "./render-states.ts";
import { stateMark } from "./state-mark.ts";
import type { StatusReport } from "./status-report.ts";
import { wrapParts, wrapWords } from "./wrap.ts";

const [mostInProgress, mostFailures, tallest] = [20, 5, 40];

/** A run at a glance, as text without a final newline. */
export const renderStatus = (report: StatusReport, page: Page): string => {
  if (report.state === "NotStarted") return notBegun(report.records, page.paint);
  const { sign, ink } = stateMark[report.state];
  const title = `${page.paint(ink, sign)} ${page.paint("strong", printable(report.workflow ?? "no run"))}`;
  const facts = factsOf(report).map(([name, text]) => factLine(name, text, page));
  const modules = report.modules.map(({ moduleName, blocked, ...counts }) => ({ moduleName, blocked, counts }));
  const states = renderStates({ workflow: "all", modules }, { ...page, width: page.width - 2, height: tallest });
  return [
    [wrapWords(`${title} ${page.paint(ink, verdict(report))}`, page), ...facts].join("\n"),
    ...(modules.length === 0 ? [] : [indented(states)]),
    ...(report.inProgress.length === 0 ? [] : [section(inProgressTitle, inProgress(report, page), page)]),
    ...(report.failures.length === 0 ? [] : [section("Failures", failures(report, page), page)]),
  ].join("\n\n");
};

/** Nothing is known of when a module really began to work. */
const inProgressTitle = "In progress, since its start was recorded";

const section = (title: string, lines: readonly string[], page: Page): string =>
  [page.paint("strong", title), ...lines].join("\n");

const indented = (text: string): string => text.replaceAll(/^(?=.)/gmu, "  ");

/** What the run is, and how far: `38 of 71 executions, 4 s so far`. */
const verdict = ({ state, reason, live, executions, durationMs }: StatusReport): string => {
  const all = executions.NotStarted + executions.InProgress + executions.Completed + executions.Failed;
  const far = `${formatCount(executions.Completed)} of ${countOf(all, "execution")} completed`;
  switch (state) {
    case "NotStarted":
      return "NotStarted";
    case "InProgress":
      return live === true
        ? `in progress: ${far}, ${formatElapsed(durationMs)} so far`
        : `${live === false ? "unfinished" : "in progress"}: ${far}, ${formatDuration(durationMs)} so far`;
    case "Completed":
      return `Completed: ${far} in ${formatDuration(durationMs)}`;
    case "Failed": {
      const why = reason === null || reason === "error" ? "" : ` (${reason})`;
      return `Failed${why}: ${far} in ${formatDuration(durationMs)}`;
    }
  }
};

const factsOf = (report: StatusReport): readonly (readonly [string, string])[] => {
  const { runId, startedAt, lastRecord, records, executions, experiments, asOf } = report;
  const ago = lastRecord === null ? 0 : Date.parse(asOf) - Date.parse(lastRecord.at);
  return [
    ["run", [runId ?? "none", ...(startedAt === null ? [] : [`started ${startedAt}`])].join(", ")],
    ...(lastRecord === null
      ? []
      : [
          [
            "last record",
            `${formatCount(lastRecord.seq)}${lastRecord.seq === records ? "" : ` of ${formatCount(records)}`}, ` +
              `${lastRecord.type} at ${lastRecord.at}${report.live === true ? `, ${formatElapsed(ago)} ago` : ""}`,
          ] as const,
        ]),
    ["executions", formatStates(executions)],
    ["experiments", formatStates(experiments)],
  ];
};

/** Times come first: keys may be longer than the page is wide. */
const inProgress = ({ inProgress: all }: StatusReport, page: Page): readonly string[] => {
  const shown = all.slice(0, mostInProgress).map(({ key, attempt, elapsedMs }) => ({
    time: formatElapsed(elapsedMs),
    what: `${printable(key)}${attempt > 1 ? `  attempt ${attempt}` : ""}`,
  }));
  const width = Math.max(...shown.map(({ time }) => time.length));
  return [
    ...shown.map(({ time, what }) => `  ${page.paint("busy", "▸")} ${padStart(time, width)}  ${what}`),
    ...(all.length > shown.length ? [`  … ${formatCount(all.length - shown.length)} more: --json lists all`] : []),
  ];
};

const failures = ({ failures: all }: StatusReport, page: Page): readonly string[] => [
  ...all.slice(0, mostFailures).flatMap(({ key, reason, error, blocked }) => {
    const below = blocked === 0 ? [] : [page.paint("quiet", `${countOf(blocked, "execution")} below it never ran`)];
    const why = reason === "error" ? error : `${reason}: ${error}`;
    return [
      wrapParts([`  ${page.paint("bad", "✗")} ${printable(key)}`, ...below], page, "    "),
      `    ${clip(printable(why), page.width - 4)}`,
    ];
  }),
  ...(all.length > mostFailures
    ? [`  … ${formatCount(all.length - mostFailures)} more: runstate show tells all of them`]
    : []),
];
