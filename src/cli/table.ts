import Table from "cli-table3";

import type { Page } from "./page.ts";

/** A table without lines: a quiet head, columns two spaces apart. Cells are text as it is to be seen. */
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
  return table
    .toString()
    .split("\n")
    .map((line) => line.trimEnd())
    .join("\n");
};

const noLines = Object.fromEntries(
  ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"]
    .concat(["left", "left-mid", "mid", "mid-mid", "right", "right-mid", "middle"])
    .map((part) => [part, ""]),
);
