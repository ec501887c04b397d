const thousands = new Intl.NumberFormat("en");

/** A count with its thousands set apart: `12,345`. */
export const formatCount = (count: number): string => thousands.format(count);

/** A count with its noun: `1 execution`, `12 executions`. */
export const countOf = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;
