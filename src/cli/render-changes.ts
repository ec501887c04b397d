import { clip } from "./clip.ts";
import type { ChangeGroup } from "./change-groups.ts";
import { formatCount } from "../text/format-count.ts";
import type { Page } from "./page.ts";
import { printable } from "./printable.ts";
import { renderTable } from "./table.ts";

const mostExamples = 3;

/** What the modules did to the schemas: how many changes of each type, with a few of the columns. */
export const renderChanges = (changes: readonly ChangeGroup[], page: Page): string =>
  renderTable(
    ["module", "type", "count", "columns"],
    changes.map((group, place) => [
      changes[place - 1]?.moduleName === group.moduleName ? "" : printable(group.moduleName),
      group.type,
      formatCount(group.count),
      columnsOf(group),
    ]),
    ["left", "left", "right", "left"],
    page,
  )
    .split("\n")
    .map((line) => clip(line, page.width))
    .join("\n");

const columnsOf = ({ columns, ofDataset }: ChangeGroup): string => {
  const named = columns.slice(0, mostExamples).map((name) => clip(printable(name), 24));
  const more = columns.length - named.length;
  const list = more > 0 ? `${named.join(", ")}, … ${formatCount(more)} more` : named.join(", ");
  if (ofDataset === 0) return list;
  const frame = ofDataset === 1 ? "the frame itself" : `the frame itself ${formatCount(ofDataset)} times`;
  return list === "" ? frame : `${list}; ${frame}`;
};
