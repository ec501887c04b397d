import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import { expect, test } from "vitest";

import { removeRuns, sqliteStore, storeTotals, verifyRun } from "../../../src/store/sqlite/index.ts";
import { allRunIds } from "../../../src/store/sqlite/verify-run.ts";
import { expectNothingLoose } from "./store-files.ts";

const writers = 2;
const runsEach = 12;

test("runs are removed again and again while others write the same results, and nothing of theirs is lost", async () => {
  const folder = mkdtempSync(join(tmpdir(), "remove-beside-"));
  const path = join(folder, "runs.db");
  Effect.runSync(Effect.scoped(sqliteStore(path)));
  const program = join(import.meta.dirname, "busy-writer.ts");
  const working = new Set<number>();
  const ended = Array.from(
    { length: writers },
    (_, n) =>
      new Promise<string>((resolve) => {
        working.add(n);
        execFile(process.execPath, [program, path, `w${n}`, String(runsEach)], (error, _out, stderr) => {
          working.delete(n);
          resolve(error === null ? "" : stderr);
        });
      }),
  );
  let removals = 0;
  let removed = 0;
  while (working.size > 0) {
    const removal = await Effect.runPromise(removeRuns(path, { keep: removals % 3 }));
    removals++;
    removed += removal.removed.length;
    for (const runId of await Effect.runPromise(allRunIds(path))) {
      const verified = await Effect.runPromise(Effect.result(verifyRun(path, runId)));
      // Another removal cannot come in between: only a run's own end can.
      expect(verified).toMatchObject({ _tag: "Success", success: { problems: [] } });
    }
  }
  expect(await Promise.all(ended)).toEqual(Array.from({ length: writers }, () => ""));
  const { kept, removed: gone } = await Effect.runPromise(storeTotals(path));
  expect(kept.runs + gone.runs).toBe(writers * runsEach);
  expect(gone.runs).toBe(removed);
  await Effect.runPromise(removeRuns(path, { keep: 3 }));
  expectNothingLoose(path);
  console.log(`${removals} removals beside ${writers} writers: ${removed} of ${writers * runsEach} runs removed`);
  rmSync(folder, { recursive: true });
});
