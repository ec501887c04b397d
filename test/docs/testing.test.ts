/** The test files that docs/testing.md shows are run by the frameworks they are for. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { afterAll, expect, test } from "vitest";

import { storeSuite } from "../../src/testing/index.ts";
import { memorySubject } from "../store/conformance/memory-subject.ts";
import { allBlocks } from "./block.ts";
import { entries, root } from "./repository.ts";

const parent = join(root, "test/docs/.blocks");
mkdirSync(parent, { recursive: true });
const folder = mkdtempSync(join(parent, "frameworks-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const claims = storeSuite(memorySubject).length;
const freshStore = `export { memorySubject as freshStore } from ${JSON.stringify(relative(folder, join(root, "test/store/conformance/memory-subject.ts")))};\n`;

const blockWith = (text: string): string => {
  const [block, ...others] = allBlocks().filter(({ file, code }) => file === "docs/testing.md" && code.includes(text));
  expect(others).toEqual([]);
  return (
    block?.code.replaceAll(
      '"runstate/testing"',
      JSON.stringify(relative(folder, join(root, entries["runstate/testing"]))),
    ) ?? ""
  );
};

/** What a command printed, run where the test file is; without what vitest tells its own workers. */
const printedBy = (...command: readonly string[]): string => {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/VITEST|NODE_OPTIONS|NODE_TEST/u.test(name)),
  );
  const { stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: folder,
    encoding: "utf8",
    env: { ...env, NO_COLOR: "1" },
  });
  return stdout + stderr;
};

test("the suite of a store runs as a file of node:test", () => {
  writeFileSync(join(folder, "fresh-store.ts"), freshStore);
  writeFileSync(join(folder, "node.test.ts"), blockWith('from "node:test"'));
  const printed = printedBy("--test", "--test-reporter=tap", "node.test.ts");
  expect(printed).toContain(`# pass ${claims}\n`);
  expect(printed).toContain("# fail 0\n");
});

test("the suite of a store runs as a file of vitest", () => {
  writeFileSync(join(folder, "fresh-store.ts"), freshStore);
  writeFileSync(join(folder, "vitest.test.ts"), blockWith('from "vitest"'));
  writeFileSync(join(folder, "vitest.config.ts"), 'export default { test: { include: ["vitest.test.ts"] } };\n');
  const printed = printedBy(join(root, "node_modules/vitest/vitest.mjs"), "run", "--root", ".", "--reporter=default");
  expect(printed).toMatch(new RegExp(`Tests +${claims} passed \\(${claims}\\)`, "u"));
});
