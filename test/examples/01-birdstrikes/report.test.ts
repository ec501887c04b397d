import { expect, it } from "vitest";
import type { Score } from "../../../examples/01-birdstrikes/evaluate/score.ts";
import { report } from "../../../examples/01-birdstrikes/report.ts";

const score = (method: string, value: number): Score => ({ metric: "marginal distance", method, subject: "x", value });

it("the report holds the mean per method, and over all methods first", () => {
  const rows = report([score("total variation", 0.1), score("total variation", 0.3), score("Kolmogorov–Smirnov", 0.5)]);
  expect(rows.map(({ method, value, measurements }) => [method, value, measurements])).toEqual([
    ["all", expect.closeTo(0.3, 12), 3],
    ["total variation", expect.closeTo(0.2, 12), 2],
    ["Kolmogorov–Smirnov", 0.5, 1],
  ]);
});

it("a metric with one method has one row", () => {
  expect(report([score("total variation", 0.1)])).toHaveLength(1);
});
