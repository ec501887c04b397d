import type * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import { checkOptions } from "../workflow/check-options.ts";
import { MemoryRuns } from "./memory-runs.ts";
import { openMemory } from "./open-memory.ts";
import type { StoreService } from "./store.ts";
import type { EncodeOptions } from "./value-codec/encode-value.ts";

/**
 * Runs kept in this process for as long as it lives, and otherwise as in a file: for tests, and where there are no files.
 *
 * However often it is opened, the runs are the same. Results go through the codec of a file, so that what could not be
 * stored there is not stored here; their hashes are computed in JavaScript, which takes about 5 ms a megabyte.
 *
 * @example
 * ```ts
 * const store = memoryStore();
 * const workflow = defineWorkflow("kept").module("Loader", { run: () => 1 });
 * const executor = new Executor({ workflow, config: { Loader: { one: {} } }, store, runId: "monday" });
 * await executor.run();
 * (await executor.retry("monday")).state; // => "Completed"
 * ```
 */
export const memoryStore = (options: EncodeOptions = {}): Effect.Effect<StoreService, never, Scope.Scope> => {
  checkOptions("memoryStore", options, "codecs");
  return openMemory(new MemoryRuns(), options);
};
