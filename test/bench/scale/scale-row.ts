/** What is measured of a run of one size. Amounts are those of the whole run, so that growth can be fitted. */
export interface ScaleRow {
  readonly name: string;
  /** The unit the amount is shown in, for each execution or as it is. */
  readonly shown: "µs an execution" | "bytes an execution" | "an execution" | "MiB" | "µs" | "ms";
  readonly amount: number;
}

/** All rows of one size. */
export interface ScaleRun {
  readonly executions: number;
  readonly rows: readonly ScaleRow[];
}

/** What a row shows of its amount; times are measured in µs, memory in bytes. */
export const shownAmount = ({ shown, amount }: ScaleRow, executions: number): number => {
  if (shown.endsWith("an execution")) return amount / executions;
  if (shown === "MiB") return amount / 2 ** 20;
  return shown === "ms" ? amount / 1000 : amount;
};
