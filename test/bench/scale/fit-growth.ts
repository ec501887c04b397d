/** `amount ∝ size ^ exponent`, and how much of it that explains. */
export interface Growth {
  readonly exponent: number;
  /** R² of the straight line through the logarithms; 1 is a perfect fit, and what hardly changes has nothing to explain. */
  readonly rSquared: number;
}

/** Fits a line through the logarithms by least squares; undefined for fewer than three sizes. */
export const fitGrowth = (points: readonly (readonly [size: number, amount: number])[]): Growth | undefined => {
  const logs = points
    .filter(([, amount]) => amount > 0)
    .map(([size, amount]) => [Math.log(size), Math.log(amount)] as const);
  if (logs.length < 3) return undefined;
  const mean = (place: 0 | 1): number => logs.reduce((total, each) => total + each[place], 0) / logs.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  let [xx, xy, yy] = [0, 0, 0];
  for (const [x, y] of logs) {
    xx += (x - meanX) ** 2;
    xy += (x - meanX) * (y - meanY);
    yy += (y - meanY) ** 2;
  }
  return { exponent: xy / xx, rSquared: yy === 0 ? 1 : xy ** 2 / (xx * yy) };
};
