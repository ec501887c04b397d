const units = ["bytes", "kB", "MB", "GB", "TB"] as const;

/** A size as a person says it, in powers of 1,000 and three digits at most: `0 bytes`, `1.23 MB`, `640 kB`. */
export const formatBytes = (bytes: number): string => {
  let [size, unit] = [bytes, 0];
  // The limits are those of the rounded number, so that 999,999 bytes are 1.00 MB and never 1000 kB.
  while (size >= 999.5 && unit < units.length - 1) [size, unit] = [size / 1_000, unit + 1];
  const digits = unit === 0 || size >= 99.95 ? 0 : size >= 9.995 ? 1 : 2;
  return `${size.toFixed(digits)} ${units[unit] ?? ""}`;
};
