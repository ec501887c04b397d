import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import { StoreError, StoreLocked } from "../store-error.ts";
import { asEffect, type Now } from "../journal/at-once.ts";
import { memoryOwnedRun } from "./memory-owned-run.ts";
import { findReusable } from "./memory-reuse.ts";
import type { MemoryRuns } from "./memory-runs.ts";
import { runSchemas } from "./run-schemas.ts";
import type { StoreService } from "./store.ts";
import { decodeValue } from "./value-codec/decode-value.ts";
import type { EncodeOptions } from "./value-codec/encode-value.ts";
import { whileOwned } from "./while-owned.ts";

/** A memory store on these runs, until the scope closes: then it does nothing more, and the runs stay. */
export const openMemory = (
  runs: MemoryRuns,
  options: EncodeOptions = {},
): Effect.Effect<StoreService, never, Scope.Scope> =>
  Effect.suspend(() => {
    let isOpen = true;
    const attemptNow = <Value>(read: () => Value): Now<Value, StoreError> => {
      try {
        if (!isOpen) throw new Error("the store is closed");
        return read();
      } catch (thrown) {
        return Effect.fail(memoryFailure(thrown));
      }
    };
    const attempt = <Value>(read: () => Value): Effect.Effect<Value, StoreError> =>
      Effect.suspend(() => asEffect(attemptNow(read)));
    const store: StoreService = {
      own: (runId) =>
        Effect.acquireRelease(
          Effect.flatMap(
            attempt(() => runs.take(runId)),
            (taken) => (taken ? Effect.void : new StoreLocked({ runId, owner: "another run in this process" })),
          ),
          () => Effect.sync(() => runs.giveBack(runId)),
        ).pipe(
          Effect.andThen(attempt(() => memoryOwnedRun({ runs, attemptNow, isOpen: () => isOpen, options }, runId))),
          Effect.flatMap((run) => whileOwned(run, runId)),
        ),
      runs: attempt(() => runs.list()),
      records: (runId) => attempt(() => knownRecords(runs, runId)),
      results: (runId) =>
        attempt(() => {
          knownRecords(runs, runId);
          const schemaOf = runSchemas(() => runs.records(runId));
          return {
            get: (execution) => {
              const kept = runs.result(runId, execution);
              return kept && { data: decodeValue(kept.encoded, options), schema: schemaOf(kept.schema) };
            },
          };
        }),
      findReusable: (key) => attempt(() => findReusable(runs, key, options)),
    };
    return Effect.acquireRelease(Effect.succeed(store), () =>
      Effect.sync(() => {
        isOpen = false;
      }),
    );
  });

const knownRecords = (
  runs: MemoryRuns,
  runId: Parameters<MemoryRuns["records"]>[0],
): ReturnType<MemoryRuns["records"]> => {
  const records = runs.records(runId);
  if (records.length > 0) return records;
  throw new StoreError({
    reason: "unknown-run",
    subject,
    detail: `it holds no run ${runId}. List the runs it holds.`,
    cause: undefined,
  });
};

const memoryFailure = (cause: unknown): StoreError =>
  cause instanceof StoreError
    ? cause
    : new StoreError({
        reason: "failed",
        subject,
        detail: `it failed: ${cause instanceof Error ? cause.message : String(cause)}.`,
        cause,
      });

const subject = "the memory store";
