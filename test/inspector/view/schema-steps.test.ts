import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { schemaSteps } from "../../../src/inspector/view/schema-steps.ts";
import { journal } from "../../../src/testing/index.ts";
import { foldAt } from "./fold-at.ts";

describe("the steps of schemas", () => {
  test("partition the completed executions that changed something, by what they changed, at every record", () => {
    fc.assert(
      fc.property(journal(), fc.nat(), (records, place) => {
        const { seq, fold } = foldAt(records, place);
        const steps = schemaSteps(fold);
        const changed = new Map(
          records
            .slice(0, seq)
            .flatMap((each) =>
              each.type === "module.completed" && each.changes.length > 0 ? [[each.execution, each] as const] : [],
            ),
        );
        expect(steps.flatMap(({ executions }) => executions).toSorted((a, b) => a - b)).toEqual(
          Array.from(changed.keys()).toSorted((a, b) => a - b),
        );
        for (const step of steps) {
          const first = records[step.seq - 1];
          expect(first).toMatchObject({ type: "module.completed", execution: step.executions[0] });
          for (const execution of step.executions)
            expect(changed.get(execution)).toMatchObject({
              moduleName: step.moduleName,
              schemaBefore: step.before ?? null,
              schemaAfter: step.after ?? null,
              changes: changed.get(step.executions[0] ?? -1)?.changes,
            });
        }
        const kinds = steps.map(({ moduleName, before, after }) => JSON.stringify([moduleName, before, after]));
        expect(new Set(kinds).size).toBe(kinds.length);
        expect(steps.map((step) => step.seq)).toEqual(steps.map((step) => step.seq).toSorted((a, b) => a - b));
        expect(steps.reduce((sum, { changes, executions }) => sum + changes * executions.length, 0)).toBe(fold.changes);
      }),
    );
  });
});
