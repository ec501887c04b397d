/** docs/petsard.md says what the tests show. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { Executor, Status, TimingTable } from "../../src/index.ts";
import { statusDifferences } from "./status-differences.ts";

const here = new URL("./", import.meta.url);
const guide = readFileSync(new URL("../../docs/petsard.md", here), "utf8");

/** The cells of the table below a heading, without its two header lines. */
const tableBelow = (heading: string): readonly (readonly string[])[] => {
  const section = guide.slice(guide.indexOf(`## ${heading}\n`) + 1).split("\n## ")[0] ?? "";
  const rows = section.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).map((row) => row.slice(2, -2).split(" | "));
};

const sources = readdirSync(here)
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => readFileSync(new URL(name, here), "utf8"))
  .join("\n");

const titles = Array.from(sources.matchAll(/^test\("(\d\d): (.+?); (.+?)", /gmu), ([, ...parts]) => parts).toSorted(
  ([a = ""], [b = ""]) => a.localeCompare(b),
);

test("there is one regression for each of the 25 defects, in the words of the guide", () => {
  expect(titles.map(([number]) => Number(number))).toEqual(Array.from({ length: 25 }, (_, i) => i + 1));
  expect(tableBelow("Twenty-five defects")).toEqual(titles);
});

test("the guide shows the table of deliberate differences", () => {
  const shown = statusDifferences.map(({ scenario, answer, recorded, runstate, why }) => [
    scenario,
    answer,
    `\`${JSON.stringify(recorded)}\``,
    `\`${JSON.stringify(runstate)}\``,
    why,
  ]);
  expect(tableBelow("Deliberate differences")).toEqual(shown);
  expect(
    statusDifferences.filter(({ recorded, runstate }) => JSON.stringify(recorded) === JSON.stringify(runstate)),
  ).toEqual([]);
});

test("every name of the guide's table exists", () => {
  const known = { status: Status, executor: Executor };
  const names = tableBelow("Names").map(([, runstate]) => runstate);
  const members = [...names.join("\n").matchAll(/(status|executor)\.(\w+)/gu)];
  const missing = members.filter(([, owner, name = ""]) => !(name in known[owner as keyof typeof known].prototype));
  expect(members.length).toBeGreaterThan(15);
  expect(missing.map(([text]) => text)).toEqual([]);
  expect(["filter", "groupBy"].every((name) => name in TimingTable.prototype)).toBe(true);
});
