/** Over a store of earlier runs, a run gives what it would have given from nothing, and runs no module in vain. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import * as Effect from "effect/Effect";
import * as fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";

import { type ExperimentPath, memoryStore, planConfig, type RunId } from "../../../src/index.ts";
import { paramsFingerprints } from "../../../src/executor/params-fingerprints.ts";
import { planReuse } from "../../../src/executor/plan-reuse.ts";
import { prepareModules } from "../../../src/executor/prepare-modules.ts";
import { findSecrets } from "../../../src/executor/run-secrets.ts";
import { decodeConfig } from "../../../src/workflow/config.ts";
import type * as ReuseKeys from "../../../src/executor/reuse-key.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";
import { maskOf } from "../../../src/workflow/mask-params.ts";
import { build, expectedRuns, runOf, type World, worlds } from "./world.ts";

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

test("a retried run gives what a run from nothing gives, and does what was said of it before", async () => {
  const property = fc.asyncProperty(worlds, fc.boolean(), async (sequence, allowed) => {
    const store = memoryStore();
    let before: string | undefined;
    for (const current of sequence) {
      const steps = before === undefined ? [] : await planOf(current, store, before, allowed);
      const retried = await runOf(current, { store, reuse: allowed }, before);
      before = retried.executor.status.runId;
      const asked = steps.filter(({ why }) => why.kind !== "above");
      const said = asked.map(({ key, why }) => [key, why]);
      expect(asked.map(({ key }) => [key, retried.executor.status.getExecution(key).reuse?.why])).toEqual(said);
      // Without `reuse` code is not compared: what another version would give is not known.
      const isCompared = Object.values(current).every(({ reuse }) => reuse);
      const { told } = isCompared ? await runOf(current, {}) : retried;
      expect(retried.told).toEqual(told);
    }
  });
  await fc.assert(property, { numRuns: 40 });
});

/** What is said of a run of this world that begins from an earlier one. */
const planOf = (current: World, store: ReturnType<typeof memoryStore>, runId: string, allowed: boolean) => {
  const { workflow, config } = build(current);
  const program = Effect.gen(function* () {
    const decoded = decodeConfig(config);
    const secrets = findSecrets(decoded);
    const { steps } = yield* planReuse({
      workflowName: workflow.name,
      plan: planConfig(config),
      modules: yield* prepareModules(workflow.modules, decoded, secrets),
      params: paramsFingerprints(decoded),
      mask: maskOf(secrets),
      store: yield* store,
      from: { runId: runId as RunId },
      allowed,
    });
    return steps;
  });
  return Effect.runPromise(Effect.scoped(program));
};

test.each(["place", "version", "params", "input", "upstream", "dependencies"] as const)(
  "a key without its %s is found out",
  async (part) => {
    planted.part = part;
    const details = await fc.check(law, { numRuns: 200, endOnFailure: true });
    console.log(`key without ${part}: found in run ${details.numRuns}`);
    expect(details.failed).toBe(true);
  },
);
