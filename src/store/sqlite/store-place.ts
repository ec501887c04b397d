import type { DatabaseSync } from "node:sqlite";

/** Where the parts of a store are. */
export interface StorePlace {
  readonly file: string;
  /** The folder of the locks of its runs. */
  readonly locks: string;
  /** The folder of the values that are too large for a row. */
  readonly blobs: string;
}

/**
 * Where the parts of an open store are: beside the file itself, by whatever path or link it was opened, so that all who
 * open it mean the same locks and values.
 */
export const storePlace = (database: DatabaseSync): StorePlace => {
  const file = database.location() ?? "";
  return { file, locks: `${file}.locks`, blobs: `${file}.blobs` };
};
