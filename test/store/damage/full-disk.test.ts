/** The disk is full at every write of the reference run, once each: the run stops with what it had told, and goes on. */
import { execFile, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";

import { afterAll, afterEach, expect, test, vi } from "vitest";

import { goesOn, wholeFacts } from "../crash/killed-run.ts";
import { referenceExecutor } from "../crash/reference-run.ts";

const folder = mkdtempSync(join(tmpdir(), "full-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.restoreAllMocks());

/** Stores opened from now on have room for so many pages. */
const limitPages = (pages: number): void => {
  const exec = Reflect.get(DatabaseSync.prototype, "exec");
  vi.spyOn(DatabaseSync.prototype, "exec").mockImplementation(function limited(this: DatabaseSync, sql: string) {
    Reflect.apply(exec, this, [sql]);
    if (sql.startsWith("PRAGMA synchronous")) Reflect.apply(exec, this, [`PRAGMA max_page_count = ${pages}`]);
  });
};

test("a store that may not grow stops the run at each size it would have had", { timeout: 120_000 }, async () => {
  const reference = { concurrency: 1, ballast: 9000 };
  const place = (name: string) => ({ path: join(folder, `${name}.db`), calls: join(folder, `${name}.calls`) });
  const whole = await wholeFacts({ ...reference, ...place("whole") });
  const database = new DatabaseSync(place("whole").path, { readOnly: true });
  const grown = Number(database.prepare("PRAGMA page_count").get()?.["page_count"]);
  database.close();
  const keptAt = new Set<number>();
  for (let pages = 1; pages < grown; pages++) {
    const run = { ...reference, ...place(`${pages}`) };
    limitPages(pages);
    const executor = referenceExecutor({ ...run, runId: "left" });
    await expect(executor.run()).rejects.toMatchObject({ _tag: "StoreError", reason: "full" });
    keptAt.add(executor.status.seq);
    vi.restoreAllMocks();
    expect(await goesOn(run, whole, `with room for ${pages} pages`)).toBe(true);
  }
  console.log(`full at ${grown - 1} sizes, after ${keptAt.size} different records`);
  expect(keptAt.size).toBeGreaterThan(6);
});

const hasLimit = spawnSync("prlimit", ["--version"]).status === 0;

test.skipIf(!hasLimit)(
  "a disk that takes no more stops the run at every one of its transactions",
  { timeout: 300_000 },
  async () => {
    const program = join(import.meta.dirname, "small-disk.ts");
    const { stdout } = await promisify(execFile)(process.execPath, [program, folder]);
    const { limits, full, transactions, wrong } = JSON.parse(stdout) as Record<
      "limits" | "full" | "transactions",
      number
    > & {
      readonly wrong: readonly string[];
    };
    console.log(`full at ${limits} sizes of the log, in ${full} of ${transactions} transactions`);
    expect(wrong).toEqual([]);
    expect(full).toBe(transactions);
  },
);
