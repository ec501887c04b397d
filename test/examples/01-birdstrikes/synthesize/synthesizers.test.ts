import { sampleRankCorrelation } from "simple-statistics";
import { describe, expect, it } from "vitest";
import { kolmogorovSmirnov } from "../../../../examples/01-birdstrikes/evaluate/kolmogorov-smirnov.ts";
import { fitCopula, sampleCopula } from "../../../../examples/01-birdstrikes/synthesize/copula.ts";
import { synthesizeIndependent } from "../../../../examples/01-birdstrikes/synthesize/independent.ts";
import type { NumberTable } from "../../../../examples/01-birdstrikes/table.ts";
import { correlatedTable } from "./correlated-table.ts";

const train = correlatedTable(5000);
const groups = [["income"], ["spending"], ["weight"]];
const copula = (seed: number): NumberTable => sampleCopula(fitCopula(train, groups), 5000, seed);
const independent = (seed: number): NumberTable => synthesizeIndependent(train, groups, 5000, seed);

const rank = (table: NumberTable, a: string, b: string): number =>
  sampleRankCorrelation([...(table[a] ?? [])], [...(table[b] ?? [])]);

describe("the copula", () => {
  it("keeps the rank correlations within 0.05", () => {
    for (const [a, b] of [
      ["income", "spending"],
      ["income", "weight"],
      ["spending", "weight"],
    ] as const) {
      expect(Math.abs(rank(copula(1), a, b) - rank(train, a, b))).toBeLessThan(0.05);
    }
  });
});

describe("independent marginals", () => {
  it("lose a rank correlation of 0.69", () => {
    expect(rank(train, "income", "spending")).toBeGreaterThan(0.65);
    expect(Math.abs(rank(independent(1), "income", "spending"))).toBeLessThan(0.05);
  });
});

describe.each([
  ["copula", copula],
  ["independent", independent],
])("%s", (_, synthesize) => {
  it("keeps every column's distribution", () => {
    const table = synthesize(1);
    for (const [name, values] of Object.entries(train)) {
      expect(kolmogorovSmirnov(values, table[name] ?? [])).toBeLessThan(0.04);
    }
  });

  it("gives the same bytes for the same seed, others for another", () => {
    expect(JSON.stringify(synthesize(1))).toBe(JSON.stringify(synthesize(1)));
    expect(JSON.stringify(synthesize(2))).not.toBe(JSON.stringify(synthesize(1)));
  });

  it("makes up no value that training did not have", () => {
    const seen = new Set(train["income"]);
    expect(synthesize(1)["income"]?.every((value) => seen.has(value))).toBe(true);
  });
});
