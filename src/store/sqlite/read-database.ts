import type { DatabaseSync } from "node:sqlite";

import * as Effect from "effect/Effect";

import type { StoreError } from "../../store-error.ts";
import { openDatabase } from "./open-database.ts";
import { storeFailure } from "./store-failure.ts";

/** Reads a store file as it is at one moment, whoever writes to it meanwhile; changes nothing. */
export const readDatabase = <Value>(
  path: string,
  read: (database: DatabaseSync) => Value,
): Effect.Effect<Value, StoreError> =>
  Effect.try({
    try: () => {
      const database = openDatabase(path, { readOnly: true });
      try {
        database.exec("BEGIN");
        return read(database);
      } finally {
        database.close();
      }
    },
    catch: (thrown) => storeFailure(path, thrown),
  });
