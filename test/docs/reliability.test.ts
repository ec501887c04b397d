/** docs/reliability.md lists the faults, each with tests that are there. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

import { read, root } from "./repository.ts";
import { tableBelow } from "./table.ts";

const faults = tableBelow(read("docs/reliability.md"), "Faults");

/** The tests a cell names: a path, and a part of the title as it stands in the file. */
const named = (cell: string): readonly (readonly [path: string, title: string])[] =>
  Array.from(cell.matchAll(/`(test\/[\w./-]+)` "([^"]+)"/gu), ([, path = "", title = ""]) => [path, title]);

test("36 faults are listed in their order", () => {
  expect(faults.map(([number]) => Number(number))).toEqual(Array.from({ length: 36 }, (_, n) => n + 1));
  expect(faults.filter((cells) => cells.length !== 4 || cells.includes(""))).toEqual([]);
});

test.each(faults.map(([number = "", fault = "", , shownBy = ""]) => [number, fault, shownBy] as const))(
  "fault %s (%s) names tests that exist",
  (_, __, shownBy) => {
    const tests = named(shownBy);
    // Nothing in the cell but tests.
    expect(tests.map(([path, title]) => `\`${path}\` "${title}"`).join("; ")).toBe(shownBy);
    expect(tests.length).toBeGreaterThan(0);
    const missing = tests.filter(([path, title]) => !existsSync(join(root, path)) || !titles(path).includes(title));
    expect(missing).toEqual([]);
  },
);

/** The text of a test file without its comments: a title that is only spoken of is no test. */
const titles = (path: string): string => read(path).replaceAll(/\/\*[^]*?\*\/|^\s*\/\/ .*$/gmu, "");
