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
  return Object.entries(entries).reduce(
    (code, [entry, file]) => code.replaceAll(`"${entry}"`, JSON.stringify(relative(folder, join(root, file)))),
    block?.code ?? "",
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

const printedByVitest = (code: string): string => {
  writeFileSync(join(folder, "vitest.test.ts"), code);
  writeFileSync(join(folder, "vitest.config.ts"), 'export default { test: { include: ["vitest.test.ts"] } };\n');
  return printedBy(join(root, "node_modules/vitest/vitest.mjs"), "run", "--root", ".", "--reporter=default");
};

test("the suite of a store runs as a file of vitest", () => {
  writeFileSync(join(folder, "fresh-store.ts"), freshStore);
  const printed = printedByVitest(blockWith('import { test } from "vitest"'));
  expect(printed).toMatch(new RegExp(`Tests +${claims} passed \\(${claims}\\)`, "u"));
});

test("random configs are given to a test by @fast-check/vitest", () => {
  const code = blockWith('from "@fast-check/vitest"');
  expect(printedByVitest(code)).toMatch(/Tests +1 passed \(1\)/u);
  const failing = code.replace('toBe("Completed")', 'toBe("Failed")');
  expect(failing).not.toBe(code);
  expect(printedByVitest(failing)).toContain('Counterexample: [[["Loader",[["a",{}]]],["Square",[["a",{}]]]]]');
});
