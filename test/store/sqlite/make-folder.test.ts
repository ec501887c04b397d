import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { makeFolder } from "../../../src/store/sqlite/make-folder.ts";

const folder = mkdtempSync(join(tmpdir(), "make-folder-"));
afterAll(() => rmSync(folder, { recursive: true }));

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

test("makes what is missing for its owner alone, and gives the topmost of it", () => {
  const there = join(folder, "there");
  mkdirSync(there, { mode: 0o755 });
  expect(makeFolder(join(there, "a", "b"))).toBe(join(there, "a"));
  expect([there, join(there, "a"), join(there, "a", "b")].map(modeOf)).toEqual(["755", "700", "700"]);
  expect(makeFolder(join(there, "a", "b"))).toBeUndefined();
});

/** What throws in a process of its own, which waits no longer than this for what never ends. */
const thrownBy = (module: string, act: string): string => {
  const path = join(import.meta.dirname, "../../../src/store/sqlite", module);
  const code = `
    const { makeFolder, lockRun, BlobFiles } = await import(${JSON.stringify(path)});
    try { ${act} } catch ({ code }) { console.log(code) }`;
  const { stdout, signal, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", code], {
    encoding: "utf8",
    timeout: 20_000,
    killSignal: "SIGKILL",
  });
  return signal ?? (stdout.trim() || stderr);
};

test.skipIf(!existsSync("/proc/self")).each([
  ["a folder", "make-folder.ts", 'makeFolder("/proc/none/here")'],
  ["the lock of a run", "run-lock.ts", 'lockRun("/proc/none/runs.db.locks", "r1")'],
  [
    "the file of a value",
    "blob-files.ts",
    'new BlobFiles("/proc/none/runs.db.blobs", "process").write("0".repeat(64), new Uint8Array(1))',
  ],
])("where nobody may make one, %s is refused and not waited for", (_, module, act) => {
  expect(thrownBy(module, act)).toBe("ENOENT");
});
