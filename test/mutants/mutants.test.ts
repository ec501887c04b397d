/** The script that judges mutants, on three that are found in seconds; `npm run mutants` judges all. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

const judged = (...names: readonly string[]): Promise<{ readonly code: number | null; readonly printed: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, "scripts/mutants.ts"), "--fast", ...names], { cwd: root });
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (printed += chunk.toString()));
    child.on("close", (code) => resolve({ code, printed }));
  });

const patches = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".patch"));
const folder = mkdtempSync(join(tmpdir(), "mutants-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("mutants are killed, each by the law it breaks", { timeout: 60_000 }, async () => {
  const { code, printed } = await judged("repeat-off-by-one", "nulls-appear-unseen", "look-back-off-by-one");
  expect(printed).toContain(
    "| repeat-off-by-one | a plan holds every combination once, and each key leads back to its own |",
  );
  expect(printed).toContain("3 of 3 killed");
  expect(code).toBe(0);
});

test("a patch that no longer applies is an error that says so", { timeout: 60_000 }, async () => {
  const patch = readFileSync(join(import.meta.dirname, "repeat-off-by-one.patch"), "utf8");
  writeFileSync(
    join(folder, "of-another-time.patch"),
    patch.replace("repeatName(name, i + 1, repeat)", "repeatName(name, i + 7, repeat)"),
  );
  const { code, printed } = await judged("of-another-time", "--folder", folder);
  expect(printed).toContain(
    "of-another-time | **does not apply**: error: src/workflow/config.ts: patch does not apply",
  );
  expect(code).toBe(1);
});

test("a mutant that is not there is refused, and those that are named", async () => {
  const { code, printed } = await judged("no-such-bug");
  expect([code, printed]).toEqual([
    1,
    expect.stringContaining("there is no mutant no-such-bug; there are:\n") as string,
  ]);
});

test("the guide tells of each of them what finds it", () => {
  const guide = readFileSync(join(root, "docs/testing.md"), "utf8").split("\n## Planted bugs\n")[1] ?? "";
  const told = Array.from(guide.matchAll(/^\| ([a-z-]+) \| [a-zA-Z]/gmu), ([, name = ""]) => `${name}.patch`).slice(1);
  expect(told.toSorted()).toEqual(patches.toSorted());
});

test("at least 25 bugs are planted, each with a line on what is wrong and who would suffer", () => {
  expect(patches.length).toBeGreaterThanOrEqual(25);
  for (const file of patches)
    expect(readFileSync(join(import.meta.dirname, file), "utf8")).toMatch(/^\S.+: .+\.\n\ndiff --git /u);
});
