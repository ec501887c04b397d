import { NotStorable, type StoreError } from "../store-error.ts";
import { atOnce, type Now } from "../journal/at-once.ts";
import type { RunId } from "../journal/record.ts";
import { fingerprintSchema } from "../schema/fingerprint-schema.ts";
import { memoryResultStore } from "./memory-result-store.ts";
import type { KeptResult, MemoryRuns } from "./memory-runs.ts";
import { runSchemas } from "./run-schemas.ts";
import type { OwnedRun } from "./store.ts";
import { contentHash } from "./value-codec/content-hash.ts";
import { decodeValue } from "./value-codec/decode-value.ts";
import { type EncodeOptions, encodeValue } from "./value-codec/encode-value.ts";

/** What an owned run writes to: the runs of a store that is open, or is not any more. */
export interface MemoryOpening {
  readonly runs: MemoryRuns;
  readonly isOpen: () => boolean;
  readonly options: EncodeOptions;
  readonly attemptNow: <Value>(write: () => Value) => Now<Value, StoreError>;
}

/** A run of a memory store, as its owner writes it: a result is kept with the record that tells of it. */
export const memoryOwnedRun = ({ runs, isOpen, attemptNow, options }: MemoryOpening, runId: RunId): OwnedRun => {
  const inHand = memoryResultStore();
  const staged = new Map<number, KeptResult>();
  const schemaOf = runSchemas(() => runs.records(runId));
  return {
    records: runs.records(runId),
    ...(options.codecs && { codecs: options.codecs }),
    journal: {
      append: atOnce((records) =>
        attemptNow(() => {
          runs.append(runId, records, staged);
          for (const record of records) if (record.type === "module.completed") staged.delete(record.execution);
        }),
      ),
    },
    results: {
      put: atOnce((execution, tracked) => {
        inHand.keep(execution, tracked);
        staged.delete(execution);
        try {
          const encoded = encodeValue(tracked.data, options);
          const hash = contentHash(encoded);
          staged.set(execution, { hash, encoded, schema: tracked.schema && fingerprintSchema(tracked.schema) });
          return `sha256:${hash}`;
        } catch (thrown) {
          if (thrown instanceof NotStorable) return `not storable: ${thrown.message}`;
          throw thrown;
        }
      }),
      get: (execution) => {
        const here = inHand.get(execution);
        if (here !== undefined || !isOpen()) return here;
        const kept = runs.result(runId, execution);
        if (kept === undefined) return undefined;
        inHand.keep(execution, { data: decodeValue(kept.encoded, options), schema: schemaOf(kept.schema) });
        return inHand.get(execution);
      },
      release: (execution) => inHand.release(execution),
    },
  };
};
