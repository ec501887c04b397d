import { expect, it } from "vitest";
import type { Score } from "../../../examples/01-birdstrikes/evaluate/score.ts";
import { report } from "../../../examples/01-birdstrikes/report.ts";

const score = (method: string, value: number): Score => ({ metric: "marginal distance", method, subject: "x", value });

it("the report is one row: the mean over all methods, and per method", () => {
  const rows = report([score("total variation", 0.1), score("total variation", 0.3), score("Kolmogorov–Smirnov", 0.5)]);
  expect(rows).toEqual([
    {
      "marginal distance": expect.closeTo(0.3, 12),
      "Kolmogorov–Smirnov": 0.5,
      "total variation": expect.closeTo(0.2, 12),
    },
  ]);
});

it("what was not measured has no column", () => {
  expect(Object.keys(report([score("total variation", 0.1)])[0])).toEqual(["marginal distance", "total variation"]);
});
