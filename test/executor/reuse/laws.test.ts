/** Over a store of earlier runs, a run gives what it would have given from nothing, and runs no module in vain. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";

import { type ExperimentPath, memoryStore } from "../../../src/index.ts";
import type * as ReuseKeys from "../../../src/executor/reuse-key.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";
import { expectedRuns, runOf, type World, worlds } from "./world.ts";

/** A part that a planted bug leaves out of the key. */
const planted = vi.hoisted(() => ({ part: undefined as keyof ReuseKeys.ReuseParts | "place" | undefined }));

vi.mock("../../../src/executor/reuse-key.ts", async (original) => {
  const real = await original<typeof ReuseKeys>();
  const nothing = { version: null, params: "0".repeat(64), input: null, upstream: [], dependencies: [] };
  return {
    ...real,
    placeOf: (workflow: string, path: ExperimentPath) =>
      planted.part === "place" ? real.placeOf("", []) : real.placeOf(workflow, path),
    reuseKeyOf: (place: string, parts: ReuseKeys.ReuseParts) =>
      real.reuseKeyOf(
        place,
        planted.part === undefined || planted.part === "place"
          ? parts
          : { ...parts, [planted.part]: nothing[planted.part] },
      ),
  };
});

afterEach(() => {
  planted.part = undefined;
});

const holds = async (
  sequence: readonly World[],
  concurrency: number,
  kept: "in memory" | "in a file",
): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), "reuse-"));
  try {
    const store = kept === "in memory" ? memoryStore() : sqliteStore(join(folder, "runs.db"));
    const expected = expectedRuns(sequence);
    for (const [place, current] of sequence.entries()) {
      const reused = await runOf(current, { store, concurrency });
      const fromNothing = await runOf(current, { concurrency });
      expect(reused.told).toEqual(fromNothing.told);
      expect(reused.ran).toEqual(expected[place]);
      for (const view of reused.executor.status.executions())
        expect(view.origin).toBe(reused.ran.includes(view.key) ? "executed" : "reused");
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const law = fc.asyncProperty(worlds, fc.constantFrom(1, 3), fc.constantFrom("in memory", "in a file"), holds);

test("whatever is edited between runs, results are those of a run from nothing, and only what reads something else runs", async () => {
  await fc.assert(law, { numRuns: 25 });
});

test.each(["place", "version", "params", "input", "upstream", "dependencies"] as const)(
  "a key without its %s is found out",
  async (part) => {
    planted.part = part;
    const details = await fc.check(law, { numRuns: 200, endOnFailure: true });
    console.log(`key without ${part}: found in run ${details.numRuns}`);
    expect(details.failed).toBe(true);
  },
);
