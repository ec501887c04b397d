/** Every block of code in the documentation does what it says. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "node:util";
import { afterAll, describe, expect, test, vi } from "vitest";

import { allBlocks, titleOf } from "./block.ts";
import { compared } from "./expected.ts";
import { fragments } from "./fragments.ts";
import { moduleOfBlock } from "./module-of-block.ts";
import { root } from "./repository.ts";
import { typeErrors } from "./type-check.ts";

const all = allBlocks();
const runnable = all.filter((block) => block.run && !fragments.has(titleOf(block)));

const parent = join(root, "test/docs/.blocks");
mkdirSync(parent, { recursive: true });
// A folder for each run of the tests: two of them may go on at the same time.
const folder = mkdtempSync(join(parent, "run-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fileOf = (at: number): string => `block-${at}.ts`;
for (const [at, block] of runnable.entries()) writeFileSync(join(folder, fileOf(at)), moduleOfBlock(block, folder));
const errors = await typeErrors(
  folder,
  runnable.map((_, at) => fileOf(at)),
);

/** Runs a block; gives what it printed, and how many of its comparisons were reached. */
const run = async (file: string): Promise<{ readonly printed: string; readonly reached: number }> => {
  const lines: string[] = [];
  const log = vi.spyOn(console, "log").mockImplementation((...args: unknown[]) => void lines.push(format(...args)));
  compared.clear();
  try {
    await import(/* @vite-ignore */ join(folder, file));
  } finally {
    log.mockRestore();
  }
  return { printed: lines.join("\n"), reached: compared.size };
};

describe("every block does what it says", () => {
  test.each(runnable.map((block, at) => [titleOf(block), block, fileOf(at)] as const))("%s", async (_, block, file) => {
    expect(errors.get(file) ?? []).toEqual([]);
    const { printed, reached } = await run(file);
    expect(reached, "comparisons that were reached").toBe(block.code.split("// => ").length - 1);
    // What a docstring prints has no place to stand; a guide shows it in a text block right below.
    expect(block.importsItself ? printed : "").toBe(block.stdout ?? "");
  });
});

test("no block is left out without a reason", () => {
  const unmarked = [...fragments.keys()].filter((title) => !all.some((block) => titleOf(block) === title && block.run));
  expect(unmarked).toEqual([]);
  expect(all.filter((block) => !block.run).length).toBeLessThan(4);
});
