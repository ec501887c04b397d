import { CholeskyDecomposition, EigenvalueDecomposition, Matrix } from "ml-matrix";

/** A lower triangular L with L·Lᵀ = the correlations, or a close valid correlation matrix where there is none. */
export function correlationFactor(correlations: Matrix): Matrix {
  const exact = new CholeskyDecomposition(correlations);
  if (exact.isPositiveDefinite()) return exact.lowerTriangularMatrix;
  return new CholeskyDecomposition(nearbyCorrelations(correlations)).lowerTriangularMatrix;
}

/**
 * Lifts eigenvalues below a floor up to it, then scales the diagonal back to 1
 * (the eigenvalue method of Rousseeuw & Molenberghs, 1993).
 */
export function nearbyCorrelations(correlations: Matrix, floor = 1e-6): Matrix {
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(correlations, { assumeSymmetric: true });
  const lifted = Matrix.diag(realEigenvalues.map((value) => Math.max(value, floor)));
  const valid = eigenvectorMatrix.mmul(lifted).mmul(eigenvectorMatrix.transpose());
  const scale = valid.diagonal().map((value) => 1 / Math.sqrt(value));
  const rescaled = Matrix.diag(scale).mmul(valid).mmul(Matrix.diag(scale));
  // Rounding leaves the two halves apart in the last digit, and Cholesky insists on symmetry.
  return Matrix.add(rescaled, rescaled.transpose()).div(2);
}
