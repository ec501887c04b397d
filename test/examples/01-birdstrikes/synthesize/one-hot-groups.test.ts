import { describe, expect, it } from "vitest";
import { randomFrom } from "../../../../examples/01-birdstrikes/random.ts";
import { fitCopula, sampleCopula } from "../../../../examples/01-birdstrikes/synthesize/copula.ts";
import { synthesizeIndependent } from "../../../../examples/01-birdstrikes/synthesize/independent.ts";
import { frozen } from "../real-table.ts";

// Size small/medium/large at 50/30/20 %, and a weight that rises with it.
const random = randomFrom(3);
const draws = Array.from({ length: 4000 }, () => random.uniform());
const train = frozen({
  small: draws.map((draw) => (draw < 0.5 ? 1 : 0)),
  medium: draws.map((draw) => (draw >= 0.5 && draw < 0.8 ? 1 : 0)),
  large: draws.map((draw) => (draw >= 0.8 ? 1 : 0)),
  weight: draws.map((draw) => draw + random.uniform()),
});
const groups = [["small", "medium", "large"], ["weight"]];

const share = (column: readonly number[] = []): number => column.reduce((sum, value) => sum + value, 0) / column.length;

describe.each([
  ["copula", () => sampleCopula(fitCopula(train, groups), 4000, 1)],
  ["independent", () => synthesizeIndependent(train, groups, 4000, 1)],
])("one-hot columns drawn by %s", (_, synthesize) => {
  const table = synthesize();

  it("have exactly one hot column in every row", () => {
    const hot = table["small"]?.map(
      (value, row) => value + (table["medium"]?.[row] ?? 0) + (table["large"]?.[row] ?? 0),
    );
    expect(new Set(hot)).toEqual(new Set([1]));
  });

  it("keep the frequencies of the categories within 3 %", () => {
    for (const name of ["small", "medium", "large"] as const) {
      expect(Math.abs(share(table[name]) - share(train[name]))).toBeLessThan(0.03);
    }
  });
});

it("the copula still gives large birds more weight than small ones", () => {
  const table = sampleCopula(fitCopula(train, groups), 4000, 1);
  const weightWhere = (name: string): number => share(table["weight"]?.filter((_, row) => table[name]?.[row] === 1));
  expect(weightWhere("large") - weightWhere("small")).toBeGreaterThan(0.3);
});
