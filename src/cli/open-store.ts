import { existsSync } from "node:fs";
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import type { StoreError } from "../store-error.ts";
import { sqliteStore } from "../store/sqlite/sqlite-store.ts";
import type { StoreService } from "../store/store.ts";
import { UsageError } from "./usage-error.ts";

/** Opens an existing store to read it. */
export const openStore = (path: string): Effect.Effect<StoreService, UsageError | StoreError, Scope.Scope> =>
  Effect.andThen(requireStore(path), sqliteStore(path, { readOnly: true }));

/** Refuses a path where no store is: reading makes none. */
export const requireStore = (path: string): Effect.Effect<void, UsageError> =>
  Effect.suspend(() =>
    existsSync(path)
      ? Effect.void
      : new UsageError({
          subject: path,
          reason: "there is no such store of runs",
          remedy: "`runstate run` makes one in the folder it is started in; name another with --store.",
        }),
  );
