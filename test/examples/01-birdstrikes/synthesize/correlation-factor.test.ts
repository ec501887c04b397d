import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { expect, it } from "vitest";
import {
  correlationFactor,
  nearbyCorrelations,
} from "../../../../examples/01-birdstrikes/synthesize/correlation-factor.ts";

const product = (factor: Matrix): number[][] => factor.mmul(factor.transpose()).to2DArray();

it("the factor of valid correlations multiplies back to them", () => {
  const correlations = new Matrix([
    [1, 0.6, 0.3],
    [0.6, 1, 0.2],
    [0.3, 0.2, 1],
  ]);
  for (const [row, values] of product(correlationFactor(correlations)).entries()) {
    for (const [column, value] of values.entries()) expect(value).toBeCloseTo(correlations.get(row, column), 12);
  }
});

// a and b rise together, b and c rise together, a and c fall together: no three columns can do that.
const impossible = new Matrix([
  [1, 0.9, -0.9],
  [0.9, 1, 0.9],
  [-0.9, 0.9, 1],
]);

it("impossible correlations are replaced by possible ones with the same signs", () => {
  const repaired = nearbyCorrelations(impossible);
  expect(Math.min(...new EigenvalueDecomposition(repaired).realEigenvalues)).toBeGreaterThan(0);
  expect(repaired.diagonal().every((value) => Math.abs(value - 1) < 1e-12)).toBe(true);
  expect(repaired.to2DArray().flat().map(Math.sign)).toEqual(impossible.to2DArray().flat().map(Math.sign));
});

it("the factor of impossible correlations is a factor of the repaired ones", () => {
  const diagonal = product(correlationFactor(impossible)).map((row, index) => row[index] ?? 0);
  for (const value of diagonal) expect(value).toBeCloseTo(1, 10);
});
