import * as Effect from "effect/Effect";

import type { StatusError } from "../error.ts";
import type { StoreError } from "../store-error.ts";
import type { RunId } from "../journal/record.ts";
import { noAnswer } from "../status/no-answer.ts";
import { replay } from "../store/replay.ts";
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
    const results = yield* store.results(runId, records);
    const before = yield* replay(runId, records.slice(0, last));
    return new Reuse({ origin: { runId, seq: last }, before, results, plan, params });
  });

const noRecord = (runId: RunId, seq: number, records: number): StatusError =>
  noAnswer("unknown-id", `${runId}:${seq}`, `the run has the records 1 to ${records}.`);
