import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { RunFold } from "../../../src/inspector/protocol/run-fold.ts";
import { overviewOf } from "../../../src/inspector/view/overview.ts";
import { Status } from "../../../src/status/status-from-journal.ts";
import { journal } from "../../../src/testing/index.ts";
import { columnsOf } from "../columns-of.ts";
import { foldAt } from "./fold-at.ts";

const ms = (seconds: number | undefined): number | undefined => (seconds === undefined ? undefined : seconds * 1000);

describe("the overview", () => {
  test("has the times of the status, and counts that add up, at every record of any journal", () => {
    fc.assert(
      fc.property(journal(), fc.nat(), (records, place) => {
        const { fold, status } = foldAt(records, place);
        const groups = new Map(
          status
            .getTiming()
            .groupBy("moduleName")
            .map((group) => [group.key, group]),
        );
        for (const module of overviewOf(fold).modules) {
          const group = groups.get(module.moduleName);
          expect(module.totalMs).toBeCloseTo(ms(group?.sum) ?? 0, 6);
          expect(module.p50Ms ?? -1).toBeCloseTo(ms(group?.p50) ?? -1, 6);
          expect(module.p95Ms ?? -1).toBeCloseTo(ms(group?.p95) ?? -1, 6);
          for (const state of ["NotStarted", "InProgress", "Completed", "Failed"] as const) {
            const sum = module.experiments.reduce((total, { counts }) => total + counts[state], 0);
            expect(sum).toBe(module.counts[state]);
          }
        }
      }),
    );
  });

  test("counts each experiment of a module under all prefixes", () => {
    fc.assert(
      fc.property(journal(), (records) => {
        const fold = new RunFold(columnsOf(records));
        fold.seek(records.length);
        const status = Status.fromJournal(records);
        for (const { moduleName, experiments } of overviewOf(fold).modules)
          for (const { experimentName, counts } of experiments) {
            const views = Array.from(status.executions()).filter(
              (view) => view.moduleName === moduleName && view.experimentName === experimentName,
            );
            expect(counts.Completed).toBe(views.filter(({ state }) => state === "Completed").length);
            expect(counts.NotStarted).toBe(views.filter(({ state }) => state === "NotStarted").length);
          }
      }),
    );
  });
});
