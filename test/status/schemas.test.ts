import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { diffSchemas, type FieldChange, type Schema } from "../../src/index.ts";
import { applySchemaPatch } from "../../src/schema/apply-schema-patch.ts";
import { build, randomWorkflow } from "../executor/workflow-arbitrary.ts";

const aspects = ["type", "target", "before", "after", "aspects", "grade", "verdict", "derivedFrom"] as const;

/** A change without what the status adds to it. */
const bare = (change: FieldChange): unknown =>
  Object.fromEntries(Object.entries(change).filter(([key]) => (aspects as readonly string[]).includes(key)));

describe("along every path", () => {
  test("what was before, with the changes, is what was after", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        const { executor } = build(random);
        await executor.run();
        for (const { metadata, experimentKey } of executor.status.getSnapshots({ phase: "after" })) {
          const { schemaBefore, schemaAfter } = metadata;
          const diff = diffSchemas(schemaBefore, schemaAfter);
          expect(diff === null ? schemaAfter : applySchemaPatch(diff.patch, schemaBefore)).toEqual(schemaAfter);
          expect(executor.status.getChangeHistory({ experimentKey }).map(bare)).toEqual(
            (diff?.changes ?? []).map(bare),
          );
        }
      }),
      { numRuns: 60 },
    );
  });

  test("the schema before a module is the schema after the one above it, never that of a sibling", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        const { executor, plan } = build(random);
        await executor.run();
        const after = new Map<string, Schema | null>();
        for (const { execution, schemaAfter } of executor.status.executions())
          if (schemaAfter !== undefined) after.set(keyOf(plan, execution), schemaAfter);
        for (const { experimentKey, metadata } of executor.status.snapshots) {
          const index =
            Array.from(plan.executions()).find((each) => keyOf(plan, each.index) === experimentKey)?.index ?? 0;
          const { parent } = plan.execution(index);
          expect(metadata.schemaBefore).toEqual(parent === undefined ? null : after.get(keyOf(plan, parent)));
        }
      }),
      { numRuns: 40 },
    );
  });

  test("a module that returns its input has changed nothing", async () => {
    await fc.assert(
      fc.asyncProperty(randomWorkflow, async (random) => {
        const [first, ...rest] = random.behaviours.map((each, at) => ({
          ...each,
          asides: [],
          does: at === 0 ? each.does : { kind: "return" as const, product: { kind: "same" as const } },
        }));
        const behaviours = [first as (typeof random.behaviours)[0], ...rest, ...rest];
        const { executor } = build({ ...random, behaviours });
        await executor.run();
        const passedOn = executor.status
          .getSnapshots({ phase: "after" })
          .filter(({ context }) => context["position"] !== 0);
        const innocent = passedOn.filter(({ experimentKey }) => {
          const { execution } = executor.status.getExecution(experimentKey);
          return behaviours[execution % behaviours.length] !== first;
        });
        for (const { experimentKey } of innocent)
          expect(executor.status.getChangeHistory({ experimentKey })).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

const keyOf = (plan: ReturnType<typeof build>["plan"], execution: number): string =>
  plan
    .execution(execution)
    .path.map(([moduleName, experimentName]) => `${moduleName}[${experimentName}]`)
    .join("_");
