import { expect, it } from "vitest";

import type { ComparisonReport } from "../../src/cli/comparison-report.ts";
import { noPaint } from "../../src/cli/paint.ts";
import { renderComparison } from "../../src/cli/render-comparison.ts";

const completed = (durationMs: number) => ({ state: "Completed", durationMs }) as const;

const report: ComparisonReport = {
  version: 1,
  before: { runId: "monday", workflow: "evaluation", state: "Completed", durationMs: 1200 },
  after: { runId: "tuesday", workflow: "evaluation", state: "Failed", durationMs: 1500 },
  counts: { broken: 1, missing: 0, slower: 1, changed: 0, other: 0, mended: 0, extra: 1, faster: 0, same: 2 },
  executions: [
    { key: "Evaluator[old]", kind: "broken", before: completed(12), after: { state: "Failed", durationMs: 3 } },
    { key: "Evaluator[svm]", kind: "slower", before: completed(20), after: completed(45) },
    { key: "Evaluator[net]", kind: "extra", before: null, after: completed(8) },
  ],
  results: {
    same: 1,
    different: [
      { key: "Evaluator[svm]", fields: { auc: { before: 0.75, after: 0.875 }, rows: { before: 10, after: 9 } } },
      { key: "Evaluator[net]", fields: { model: { after: "net\u001b[31m" }, f1: { after: "NaN" } } },
    ],
  },
};

it("a comparison tells what got worse, and by how much results differ", () => {
  expect(renderComparison(report, { width: 100, paint: noPaint })).toMatchInlineSnapshot(`
    "before  monday  evaluation  Completed  1.20 s
    after   tuesday  evaluation  Failed  1.50 s

    5 executions: 1 broken, 1 slower, 1 new, 2 the same

      what    before     after      times  execution
      broken  ✓ 12 ms    ✗ 3.0 ms          Evaluator[old]
      slower  ✓ 20 ms    ✓ 45 ms   × 2.25  Evaluator[svm]
      new     not there  ✓ 8.0 ms          Evaluator[net]

    Results: 2 experiments with other values, 1 with the same
      field  before          after      by  experiment
      auc     0.750          0.875  +0.125  Evaluator[svm]
      rows       10              9      -1
      model    none  net\\u001b[31m          Evaluator[net]
      f1       none            NaN"
  `);
});

it("a comparison of runs that are the same is short, and says nothing of results it does not have", () => {
  const counts = { ...report.counts, broken: 0, slower: 0, extra: 0 };
  const same: ComparisonReport = { ...report, counts, executions: [], results: { same: 3, different: [] } };
  expect(renderComparison(same, { width: 100, paint: noPaint }).split("\n").slice(2)).toEqual([
    "",
    "2 executions: 2 the same",
    "",
    "Results: 0 experiments with other values, 3 with the same",
  ]);
  expect(renderComparison({ ...same, results: null }, { width: 100, paint: noPaint })).not.toContain("Results");
});

it("a long comparison says how much more there is", () => {
  const executions = Array.from({ length: 100 }, (_, n) => ({
    key: `Evaluator[e${n}]`,
    kind: "missing" as const,
    before: completed(1),
    after: null,
  }));
  const text = renderComparison({ ...report, executions }, { width: 100, paint: noPaint });
  expect(text).toContain("… 60 more rows: --json has all");
  expect(text).not.toContain("e41]");
});
