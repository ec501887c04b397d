import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

import { faultKinds } from "../../src/testing/faults/fault.ts";
import { runLaws } from "../../src/testing/laws/run-laws.ts";

const guide = readFileSync(new URL("../../docs/checking.md", import.meta.url), "utf8");

/** The first cells of the table in a section. */
const firstCells = (heading: string): readonly string[] => {
  const section = guide.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return Array.from(section.matchAll(/^\| (.*?) \|/gmu), ([, cell = ""]) => cell).slice(1);
};

test("the guide lists the laws of every run, as they are claimed", () => {
  expect(firstCells("Laws of every run")).toEqual(runLaws.map(({ claim }) => claim));
});

test("the guide lists every kind of fault", () => {
  expect(firstCells("Faults").join(", ").replaceAll("`", "").split(", ")).toEqual(faultKinds);
});
