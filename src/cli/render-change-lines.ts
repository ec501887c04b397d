import stringWidth from "string-width";

import { type ChangeLine, groupChangeLines, type ModuleChanges } from "./change-lines.ts";
import type { ChangesReport } from "./changes-report.ts";
import { clip } from "./clip.ts";
import { describePlaces } from "./describe-places.ts";
import { countOf, formatCount } from "./format-count.ts";
import type { Page } from "./page.ts";
import { printable } from "./printable.ts";
import { renderTable } from "./table.ts";

const [mostLines, longestName, longestChange] = [40, 28, 60];

/** The schema changes of a run, those which are alike on one line, as text without a final newline. */
export const renderChangeLines = ({ filter, changes, total }: ChangesReport, page: Page): string => {
  if (changes.length === 0) return total === 0 ? "no changes" : `none of ${countOf(total, "change")} is one of these`;
  // Where one field or one path is asked for, it is for the numbers.
  const detailed = filter.field !== undefined || filter.key !== undefined;
  return groupChangeLines(changes, detailed)
    .map((module) => renderModule(module, detailed, page))
    .join("\n\n");
};

const renderModule = (module: ModuleChanges, detailed: boolean, page: Page): string => {
  const { moduleName, changes, keys, lines } = module;
  const title = `${page.paint("strong", printable(moduleName))}  ${countOf(changes, "change")} in ${countOf(keys.length, "execution")}`;
  const shown = lines.slice(0, mostLines);
  const more = lines.length - shown.length;
  const note = more > 0 ? [`  … ${countOf(more, "more line")}: --json has every change`] : [];
  return [title, renderLines(shown, keys, detailed, page), ...note].join("\n");
};

/** A head, and the cell of a line. */
type Column = readonly [string, (line: ChangeLine) => string];

const renderLines = (lines: readonly ChangeLine[], all: readonly string[], detailed: boolean, page: Page): string => {
  const everywhere = lines.every(({ keys }) => keys.length === all.length);
  // Numbers of statistics may be many: they stand last, where they push nothing aside.
  const place: Column = ["in", ({ keys }) => describePlaces(keys, all)];
  const change: Column = ["change", ({ what }) => (detailed ? what : clip(what, longestChange))];
  const columns: readonly Column[] = [
    ["verdict", ({ verdict }) => page.paint(verdict === "breaking" ? "bad" : "quiet", verdict)],
    ...(detailed ? [] : [change]),
    ...(everywhere ? [] : [place]),
    ...(detailed ? [change] : []),
  ];
  const head = columns.map(([name]) => name);
  const rows = lines.map((line) => columns.map(([, cell]) => cell(line)));
  const types = lines.map(({ type }) => type);
  const room = page.width - widthOf([head, ...rows]) - Math.max(...types.map((type) => type.length)) - 4;
  return renderTable(
    ["type", "field", ...head],
    lines.map(({ type, fields }, row) => [type, fieldsOf(fields, room), ...(rows[row] ?? [])]),
    ["left", "left", ...head.map(() => "left" as const)],
    page,
  );
};

/** What a table of these cells takes, its columns two spaces apart. */
const widthOf = (rows: readonly (readonly string[])[]): number =>
  (rows[0] ?? []).reduce(
    (sum, _, column) => sum + 2 + Math.max(...rows.map((row) => stringWidth(row[column] ?? ""))),
    0,
  );

/** As many names as there is room for, one at least; the number of the others. */
const fieldsOf = (fields: ChangeLine["fields"], room: number): string => {
  if (fields === undefined) return "(the frame)";
  const names = fields.slice(0, Math.ceil(Math.max(0, room) / 3) + 1).map((name) => clip(printable(name), longestName));
  for (let shown = names.length; shown > 1; shown--) {
    const list = listed(names.slice(0, shown), fields.length - shown);
    if (stringWidth(list) <= Math.max(room, longestName)) return list;
  }
  return listed(names.slice(0, 1), fields.length - 1);
};

const listed = (names: readonly string[], more: number): string =>
  more > 0 ? `${names.join(", ")}, … ${formatCount(more)} more` : names.join(", ");
