/** Processes killed while they remove runs. `FC_SEED=… npx vitest run` waits as long each time. */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import * as fc from "fast-check";
import { afterAll, expect, test } from "vitest";

import { removeRuns, storeTotals } from "../../../src/store/sqlite/index.ts";
import { expectWhole } from "./removal-fixture.ts";
import { expectNothingLoose, rowsOf } from "./store-files.ts";

const folder = mkdtempSync(join(tmpdir(), "removal-killed-"));
afterAll(() => rmSync(folder, { recursive: true }));

const kills = 12;
const atOnce = 3;

/** Lives until it is killed, at a part of the removal of its third round. */
const cutOff = (path: string, part: number): Promise<string | null> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, "removing-life.ts"), path], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.once("data", (told: Buffer) => {
      const [ranMs = 0, wholeMs = 0] = String(told).split(" ").map(Number);
      setTimeout(() => child.kill("SIGKILL"), ranMs + part * (wholeMs - ranMs));
    });
    child.once("error", reject);
    child.once("exit", (_, signal) => resolve(signal));
  });

test("a store whose process was killed while it removed runs is whole, and the next removal finishes", async () => {
  const parts = fc.sample(fc.double({ min: 0, max: 1, noNaN: true }), kills);
  let halfRemoved = 0;
  for (let from = 0; from < kills; from += atOnce)
    await Promise.all(
      parts.slice(from, from + atOnce).map(async (part, n) => {
        const path = join(folder, `${from + n}.db`);
        expect(await cutOff(path, part)).toBe("SIGKILL");
        await expectWhole(path);
        const before = await Effect.runPromise(storeTotals(path));
        halfRemoved += rowsOf(path, halfRemovedRuns).length;
        await Effect.runPromise(removeRuns(path, { keep: 1 }));
        const after = await Effect.runPromise(storeTotals(path));
        expect(after.kept.runs + after.removed.runs).toBe(before.kept.runs + before.removed.runs);
        expect(after.kept.records + after.removed.records).toBe(before.kept.records + before.removed.records);
        await expectWhole(path);
        expectNothingLoose(path);
      }),
    );
  console.log(`${kills} kills, of which ${halfRemoved} left a run half removed`);
});

const halfRemovedRuns = `SELECT run_id FROM runs WHERE removed_at IS NOT NULL
  AND (run_id IN (SELECT run_id FROM records) OR run_id IN (SELECT run_id FROM results))`;
