import { Effect } from "effect";

import { JournalError, StatusError, StoreError } from "../error.ts";
import type { RunId } from "../journal/record.ts";
import type { StoreService } from "../store/store.ts";
import type { Plan } from "../workflow/plan.ts";
import type { ParamsFingerprints } from "./params-fingerprints.ts";
import { Reuse } from "./reuse.ts";

/** The run a new one begins from; without a seq, as it was at its last record. */
export interface ReuseFrom {
  readonly runId: RunId;
  readonly seq?: number;
}

/** What a new run may take over from another one of the store, as that was at one of its records. */
export const loadReuse = (
  store: StoreService,
  { runId, seq }: ReuseFrom,
  plan: Plan,
  params: ParamsFingerprints,
): Effect.Effect<Reuse, StatusError | StoreError> =>
  Effect.gen(function* () {
    const records = yield* store.records(runId);
    const last = seq ?? records.length;
    if (!Number.isInteger(last) || last < 1 || last > records.length)
      return yield* noRecord(runId, last, records.length);
    const results = yield* store.results(runId);
    return yield* Effect.try({
      try: () => new Reuse({ origin: { runId, seq: last }, records, results, plan, params }),
      catch: (cause) => illegalJournal(runId, cause),
    });
  });

/** Says that a stored run cannot be replayed. */
export const illegalJournal = (runId: RunId, cause: unknown): StoreError =>
  new StoreError({
    reason: "damaged",
    subject: `run ${runId}`,
    detail: `its journal is not legal: ${cause instanceof JournalError ? cause.message : String(cause)}`,
    cause,
  });

const noRecord = (runId: RunId, seq: number, records: number): StatusError =>
  new StatusError({
    reason: "unknown-id",
    subject: `${runId}:${seq}`,
    detail: `the run has the records 1 to ${records}.`,
  });

/** Says that a text is no snapshot id. */
export const noSnapshotId = (snapshotId: string): StatusError =>
  new StatusError({
    reason: "unknown-id",
    subject: snapshotId,
    detail: "it is no snapshot id. One reads <runId>:<number>, as status.snapshots gives them.",
  });
