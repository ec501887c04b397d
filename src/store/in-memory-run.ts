import { memoryResultStore } from "./memory-result-store.ts";
import type { OwnedRun } from "./store.ts";

/** A run kept by nobody but this process: its log in memory is its journal. */
export const inMemoryRun = (): Omit<OwnedRun, "journal"> => ({
  results: memoryResultStore(),
  records: [],
});
