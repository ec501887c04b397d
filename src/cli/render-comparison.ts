import { type ComparisonKind, comparisonKinds, comparisonWords } from "../inspector/view/compare-runs.ts";
import { comparedTimes } from "../inspector/view/compared-times.ts";
import { countOf, formatCount } from "../text/format-count.ts";
import { formatDuration } from "../text/format-duration.ts";
import { clip, clipMiddle } from "./clip.ts";
import type { ComparedEnd, ComparedFacts, ComparedResults, ComparisonReport } from "./comparison-report.ts";
import { formatCells } from "./format-cells.ts";
import { isNarrow, type Page } from "./page.ts";
import type { Ink } from "./paint.ts";
import { printable } from "./printable.ts";
import { stateMark } from "./state-mark.ts";
import { renderTable } from "./table.ts";
import { wrapParts, wrapWords } from "./wrap.ts";

const [mostRows, shortestName, widestNumbers] = [40, 40, 44];

const inks: Readonly<Partial<Record<ComparisonKind, Ink>>> = { broken: "bad", missing: "bad", mended: "good" };

/** Two runs side by side, as text without a final newline. */
export const renderComparison = (report: ComparisonReport, page: Page): string =>
  [
    [headOf("before", report.before, page), headOf("after ", report.after, page), "", countsOf(report, page)].join(
      "\n",
    ),
    ...(report.executions.length === 0 ? [] : [executionsOf(report, page)]),
    ...(report.results === null ? [] : [resultsOf(report.results, page)]),
  ].join("\n\n");

const headOf = (which: string, { runId, workflow, state, durationMs }: ComparedFacts, page: Page): string => {
  const facts = [
    `${page.paint("quiet", which)}  ${printable(runId ?? "no run")}`,
    printable(workflow ?? ""),
    page.paint(stateMark[state].ink, state),
    formatDuration(durationMs),
  ];
  return isNarrow(page) ? wrapParts(facts, page, "  ") : clip(facts.join("  "), page.width);
};

const countsOf = ({ counts }: ComparisonReport, page: Page): string => {
  const total = comparisonKinds.reduce((sum, kind) => sum + counts[kind], 0);
  const told = comparisonKinds.filter((kind) => counts[kind] > 0);
  const all = `${countOf(total, "execution")}: ${told.map((kind) => `${formatCount(counts[kind])} ${comparisonWords[kind]}`).join(", ")}`;
  return wrapWords(all, page);
};

const executionsOf = ({ executions }: ComparisonReport, page: Page): string => {
  const shown = executions.slice(0, mostRows);
  const table = renderTable(
    ["what", "before", "after", "times", "execution"],
    shown.map(({ key, kind, before, after }) => [
      inks[kind] === undefined ? comparisonWords[kind] : page.paint(inks[kind], comparisonWords[kind]),
      sideOf(before, page),
      sideOf(after, page),
      comparedTimes(before, after),
      keyOn(page, key),
    ]),
    ["left", "left", "left", "right", "left"],
    page,
  );
  return executions.length > shown.length ? `${table}\n  ${moreOf(executions.length - shown.length, page)}` : table;
};

/** The columns before it are short; on a narrow page it stands on a line of its own. */
const keyOn = (page: Page, key: string): string =>
  isNarrow(page) ? printable(key) : clipMiddle(printable(key), Math.max(shortestName, page.width - widestNumbers));

const sideOf = (end: ComparedEnd | null, page: Page): string => {
  if (end === null) return page.paint("quiet", "not there");
  const { sign, ink } = stateMark[end.state];
  return `${page.paint(ink, sign)} ${end.durationMs === null ? end.state : formatDuration(end.durationMs)}`;
};

const resultsOf = ({ same, different }: ComparedResults, page: Page): string => {
  const rows = different.flatMap(({ key, fields }) =>
    Object.entries(fields).map(([field, { before, after }], place) => {
      const gained = typeof before === "number" && typeof after === "number" ? after - before : undefined;
      const [was = "", is = "", by = ""] = formatCells([before ?? null, after ?? null, gained ?? null]).texts;
      const sign = gained !== undefined && gained > 0 ? "+" : "";
      return [
        printable(field),
        before === undefined ? page.paint("quiet", "none") : was.trimEnd(),
        after === undefined ? page.paint("quiet", "none") : is.trimEnd(),
        gained === undefined ? "" : `${sign}${by.trimEnd()}`,
        place === 0 ? keyOn(page, key) : "",
      ];
    }),
  );
  const head = wrapWords(
    `Results: ${countOf(different.length, "experiment")} with other values, ${formatCount(same)} with the same`,
    page,
  );
  if (rows.length === 0) return head;
  const shown = rows.slice(0, mostRows);
  const table = renderTable(
    ["field", "before", "after", "by", "experiment"],
    shown,
    ["left", "right", "right", "right", "left"],
    page,
  );
  return [head, table, ...(rows.length > shown.length ? [`  ${moreOf(rows.length - shown.length, page)}`] : [])].join(
    "\n",
  );
};

const moreOf = (count: number, page: Page): string =>
  page.paint("quiet", `… ${countOf(count, "more row")}: --json has all`);
