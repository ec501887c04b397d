import { isTime } from "./usual-record.ts";
import type { BatchNames } from "./run-dictionary.ts";

/**
 * Reads the batches of a run that began at a time, without knowing what they name: their records have the right numbers,
 * times and types, and no names, schemas, changes or results.
 */
export const namelessDictionary = (startedAt: number): BatchNames => ({
  startedAt: isTime(startedAt) ? startedAt : 0,
  isBegun: true,
  // As if it knew all that was ever defined: so it need not take up what a batch defines.
  sizes: { schemas: Infinity, changes: Infinity, results: Infinity },
  learn: () => false,
  // Experiments are written as differences to this one, which must not lead below zero.
  planned: () => ({ experiment: 2 ** 52, moduleName: "", experimentName: "" }),
  schema: () => null,
  changes: () => [],
  defineChanges: () => false,
  result: () => "",
  defineResult: () => false,
});
