import Table from "cli-table3";
import stringWidth from "string-width";

import type { Page } from "./page.ts";
import { isNarrow } from "./page.ts";
import { wrap } from "./wrap.ts";

/**
 * A table without lines: a quiet head, columns two spaces apart. Cells are text as it is to be seen.
 *
 * On a narrow page that it does not fit, each row is folded: its first cell, and below it the others after their heads.
 */
export const renderTable = (
  head: readonly string[],
  rows: readonly (readonly string[])[],
  align: readonly ("left" | "right")[],
  page: Page,
): string => {
  const table = new Table({
    head: head.map((cell) => page.paint("quiet", cell)),
    colAligns: [...align],
    chars: noLines,
    style: { head: [], border: [], compact: true, "padding-left": 2, "padding-right": 0 },
  });
  for (const row of rows) table.push([...row]);
  const lines = table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
  const isFolded = isNarrow(page) && lines.some((line) => stringWidth(line) > page.width);
  return (isFolded ? rows.flatMap((row) => folded(head, row, page)) : lines).join("\n");
};

const folded = (head: readonly string[], [first = "", ...cells]: readonly string[], page: Page): readonly string[] => {
  const rest = cells.flatMap((cell, place) => {
    const name = head[place + 1] ?? "";
    if (cell.trim() === "") return [];
    return [name === "" ? cell.trim() : `${page.paint("quiet", name)} ${cell.trim()}`];
  });
  return [...(first === "" ? [] : [`  ${first}`]), ...wrap(rest, page.width - 4, "  ").map((line) => `    ${line}`)];
};

const noLines = Object.fromEntries(
  ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
    .concat(["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"])
    .map((part) => [part, ""]),
);
