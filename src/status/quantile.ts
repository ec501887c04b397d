/** The `p`-quantile of ascending values, linear between neighbours (Hyndman and Fan's type 7, as NumPy and R). */
export const quantile = (ascending: ArrayLike<number>, p: number): number => {
  const place = (ascending.length - 1) * p;
  const below = ascending[Math.floor(place)] ?? 0;
  const above = ascending[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
};
