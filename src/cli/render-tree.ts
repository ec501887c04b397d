import stringWidth from "string-width";

import { clip, clipMiddle, padStart } from "./clip.ts";
import type { ExecutionReport } from "./execution-report.ts";
import { executionTree } from "./execution-tree.ts";
import { formatDuration } from "../text/format-duration.ts";
import { isNarrow, type Page } from "./page.ts";
import { printable } from "./printable.ts";
import { stateMark } from "./state-mark.ts";
import { type TreeLine, treeLines } from "./tree-lines.ts";

const [mostLines, shortestNote] = [200, 10];

/** The tree of executions: state, name, duration, and how the path ended, unless its result is `tabulated` elsewhere. */
export const renderTree = (
  executions: readonly ExecutionReport[],
  page: Page,
  tabulated: ReadonlySet<string> = new Set(),
): string => {
  const lines = treeLines(executionTree(executions), mostLines);
  const durations = lines.map(({ content }) =>
    typeof content === "string" || content.durationMs === undefined ? "" : formatDuration(content.durationMs),
  );
  const durationWidth = Math.max(...durations.map((text) => text.length), 0);
  // Of names that are too long for a narrow page, the ends tell more than the beginnings.
  const room = isNarrow(page) ? page.width - durationWidth - 2 : Number.POSITIVE_INFINITY;
  const labels = lines.map((line) => clipMiddle(labelOf(line), room));
  const widths = lines.map(({ content }, place) =>
    typeof content === "string" ? 0 : stringWidth(labels[place] ?? ""),
  );
  // One endless name must not push the column of every other line off the screen.
  const labelWidth = Math.min(Math.max(...widths, 0), Math.max(30, page.width - durationWidth - 26), room);
  const noteRoom = (label: string): number =>
    page.width - Math.max(labelWidth, isNarrow(page) ? stringWidth(label) : 0) - durationWidth - 4;
  const noteWidth = (label: string): number =>
    isNarrow(page) ? noteRoom(label) : Math.max(20, Math.min(60, noteRoom(label)));
  return lines
    .map(({ branches, content }, place) => {
      const label = labels[place] ?? "";
      if (typeof content === "string") return page.paint("quiet", label);
      const { sign, ink } = stateMark[content.state];
      const painted = `${page.paint("quiet", branches)}${page.paint(ink, sign)}${label.slice(branches.length + 1)}`;
      // What failed is told below as well.
      const width = noteWidth(label);
      const note = width < shortestNote ? "" : clip(noteOn(content, tabulated.has(content.key)), width);
      const columns = [
        painted + " ".repeat(Math.max(0, labelWidth - stringWidth(label))),
        page.paint("quiet", padStart(durations[place] ?? "", durationWidth)),
        content.state === "Completed" ? note : page.paint(ink, note),
      ];
      return columns.join("  ").trimEnd();
    })
    .join("\n");
};

const labelOf = ({ branches, content }: TreeLine): string =>
  typeof content === "string"
    ? `${branches}${content}`
    : `${branches}${stateMark[content.state].sign} ${printable(`${content.moduleName}[${content.experimentName}]`)}`;

const noteOn = (
  { state, origin, reason, error, result = "", attempt }: ExecutionReport,
  isTabulated: boolean,
): string => {
  const tries = attempt > 1 ? `attempt ${attempt}: ` : "";
  switch (state) {
    case "Completed":
      return [...(origin === "reused" ? ["reused"] : []), ...(isTabulated || result === "" ? [] : [result])].join(", ");
    case "Failed":
      return `${tries}${reason === "error" ? printable(error ?? "Failed") : `Failed: ${reason ?? "error"}`}`;
    case "InProgress":
      return `${tries}InProgress`;
    case "NotStarted":
      return "";
  }
};
