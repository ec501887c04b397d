import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";

import { defineWorkflow, Executor, Status } from "../../src/index.ts";
import { comparedStatus } from "../../src/cli/compared-status.ts";
import { reportComparison } from "../../src/cli/comparison-report.ts";
import { RunFold } from "../../src/inspector/protocol/run-fold.ts";
import { compareRuns } from "../../src/inspector/view/compare-runs.ts";
import { comparedFold } from "../../src/inspector/view/compared-fold.ts";
import { journal } from "../../src/testing/index.ts";
import { columnsOf } from "../inspector/columns-of.ts";

test("two runs are compared as the page of the inspector compares them, at every record of any two journals", () => {
  fc.assert(
    fc.property(journal(), journal(), fc.nat(), (one, other, place) => {
      const [before, after] = [one, other.slice(0, 1 + (place % other.length))];
      const folds = [before, after].map((records) => {
        const fold = new RunFold(columnsOf(records));
        fold.seek(records.length);
        return comparedFold(fold);
      });
      const [was, is] = folds;
      if (was === undefined || is === undefined) throw new Error("two journals are two folds");
      expect(
        compareRuns(comparedStatus(Status.fromJournal(before)), comparedStatus(Status.fromJournal(after))),
      ).toEqual(compareRuns(was, is));
    }),
  );
});

describe("results", () => {
  const evaluated = async (results: Readonly<Record<string, object | Error>>): Promise<Status> => {
    const workflow = defineWorkflow("evaluation").module("Evaluator", {
      run: ({ experimentName }) => {
        const result = results[experimentName];
        if (result instanceof Error) throw result;
        return result;
      },
    });
    const config = { Evaluator: Object.fromEntries(Object.keys(results).map((name) => [name, {}])) };
    const executor = new Executor({ workflow, config, runId: `of-${Object.keys(results).length}` });
    await executor.run();
    return executor.status;
  };

  it("are compared value by value, along the same path", async () => {
    const [before, after] = await Promise.all([
      evaluated({ svm: { auc: 0.75, rows: 10 }, tree: { auc: 0.5, rows: 10 }, old: { auc: 1, rows: 1 } }),
      evaluated({
        svm: { auc: 0.875, rows: 10 },
        tree: { auc: 0.5, rows: 10 },
        net: { f1: Number.NaN },
        old: new Error(),
      }),
    ]);
    const report = reportComparison(before, after, true);
    expect(report.results).toEqual({
      same: 1,
      different: [
        { key: "Evaluator[svm]", fields: { auc: { before: 0.75, after: 0.875 } } },
        { key: "Evaluator[old]", fields: { auc: { before: 1 }, rows: { before: 1 } } },
        { key: "Evaluator[net]", fields: { f1: { after: "NaN" } } },
      ],
    });
    expect(report.counts).toMatchObject({ broken: 1, extra: 1 });
    expect(reportComparison(before, after, false).results).toBeNull();
  });

  it("of a run and itself are the same", async () => {
    const status = await evaluated({ a: { auc: 0.1 }, b: { auc: Number.NaN } });
    expect(reportComparison(status, status, true)).toMatchObject({
      counts: { same: 2 },
      executions: [],
      results: { same: 2, different: [] },
    });
  });
});
