/**
 * Formats the numbers of one column alike: as many decimals as give the largest four significant digits, and a small
 * one two; integers whole, because they are exact.
 *
 * @example
 * formatNumbers([0.15223, 0.09, 0.000123, 0]) // ["0.1522", "0.0900", "0.00012", "0"]
 */
export const formatNumbers = (values: readonly number[]): readonly string[] => {
  const fractions = values.filter((value) => Number.isFinite(value) && !Number.isInteger(value));
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(Math.max(...fractions.map(Math.abs)))));
  const shown = decimals > mostDecimals ? undefined : withoutZeros(fractions, decimals);
  return values.map((value) => {
    if (!Number.isFinite(value) || Number.isInteger(value)) return String(value);
    if (shown === undefined) return value.toPrecision(4);
    return Math.abs(value) < 10 ** (1 - decimals) ? value.toPrecision(2) : value.toFixed(shown);
  });
};

/** Beyond this, an exponent is easier to read than the zeros. */
const mostDecimals = 9;

/** Decimals that are zero in every number of a column say nothing: shares of 500 need no more than three. */
const withoutZeros = (values: readonly number[], decimals: number): number => {
  const enough = (count: number): boolean =>
    values.every((value) => Number(value.toFixed(count)) === Number(value.toFixed(decimals)));
  let fewer = decimals;
  while (fewer > 1 && enough(fewer - 1)) fewer--;
  return fewer;
};
