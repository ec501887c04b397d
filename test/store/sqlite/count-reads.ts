import { StatementSync } from "node:sqlite";

import { vi } from "vitest";

/** How many times the records of a run, and single results, are read from stores in this process, until mocks are restored. */
export const countReads = (): { readonly records: number; readonly results: number } => {
  const reads = { records: 0, results: 0 };
  for (const method of ["iterate", "get"] as const) {
    const read = StatementSync.prototype[method] as (...args: unknown[]) => never;
    vi.spyOn(StatementSync.prototype, method).mockImplementation(function counting(this: StatementSync, ...args) {
      if (method === "iterate" && this.sourceSQL.includes("FROM batches")) reads.records++;
      if (method === "get" && this.sourceSQL.includes("FROM results LEFT JOIN blobs")) reads.results++;
      return Reflect.apply(read, this, args);
    });
  }
  return reads;
};
