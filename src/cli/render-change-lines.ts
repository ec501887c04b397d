import stringWidth from "string-width";

import type { AlikeChanges } from "../schema/alike-changes.ts";
import { groupChangeLines, type ModuleChanges } from "./change-lines.ts";
import type { ChangesReport } from "./changes-report.ts";
import { clip } from "./clip.ts";
import { describePlaces } from "./describe-places.ts";
import { countOf, formatCount } from "../text/format-count.ts";
import type { Page } from "./page.ts";
import type { Ink } from "./paint.ts";
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

type Line = AlikeChanges<string>;

/** A head, and the cell of a line. */
type Column = readonly [string, (line: Line) => string];

const changeIn = (width: number): Column => ["change", ({ what }) => clip(what, width)];

const renderLines = (lines: readonly Line[], all: readonly string[], detailed: boolean, page: Page): string => {
  const everywhere = lines.every(({ places }) => places.length === all.length);
  const place: readonly Column[] = everywhere ? [] : [["in", ({ places }) => describePlaces(places, all)]];
  const verdict: Column = ["verdict", (line) => page.paint(inkOf(line), line.verdict)];
  // Numbers of statistics may be many: they stand last, where they push nothing aside.
  const whole = detailed ? [verdict, ...place, changeIn(Infinity)] : [verdict, changeIn(longestChange), ...place];
  const type = Math.max(...lines.map((line) => line.type.length));
  const roomIn = (columns: readonly Column[]): number => page.width - widthOf(lines, columns) - type - 4;
  // On a narrow page the colour alone says the verdict.
  const columns = detailed || roomIn(whole) >= longestName / 2 ? whole : [changeIn(longestChange / 2), ...place];
  const room = roomIn(columns);
  return renderTable(
    ["type", "field", ...columns.map(([name]) => name)],
    lines.map((line) => [
      columns === whole ? line.type : page.paint(inkOf(line), line.type),
      fieldsOf(line.fields, room),
      ...columns.map(([, cell]) => cell(line)),
    ]),
    ["left", "left", ...columns.map(() => "left" as const)],
    page,
  );
};

const inkOf = ({ verdict }: Line): Ink => (verdict === "breaking" ? "bad" : "quiet");

/** What these columns take, two spaces apart. */
const widthOf = (lines: readonly Line[], columns: readonly Column[]): number =>
  columns.reduce(
    (sum, [name, cell]) => sum + 2 + Math.max(stringWidth(name), ...lines.map((line) => stringWidth(cell(line)))),
    0,
  );

/** As many names as there is room for, one at least; the number of the others. */
const fieldsOf = (fields: Line["fields"], room: number): string => {
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
