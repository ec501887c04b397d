import * as Context from "effect/Context";
import type * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";

import type { StoreError, StoreLocked } from "../store-error.ts";
import type { Journal } from "../journal/journal.ts";
import type { EpochMs, JournalRecord, RunId } from "../journal/record.ts";
import type { ReuseKey } from "../journal/reuse-decision.ts";
import type { RunCheckpoint } from "../journal/run-checkpoint.ts";
import type { RunState } from "../journal/run-state.ts";
import type { StateCounts } from "../journal/state-tally.ts";
import type { EarlierResult } from "./earlier-result.ts";
import type { ResultStoreService } from "./result-store.ts";
import type { ValueCodec } from "./value-codec/value-codec.ts";

/** What a store knows of a run without reading its records. */
export interface StoredRun {
  readonly runId: RunId;
  readonly workflow: string;
  readonly startedAt: EpochMs;
  /** Time of the last record. */
  readonly updatedAt: EpochMs;
  /** `InProgress` says that its journal has no end, not that anybody is working on it: see `owned`. */
  readonly state: "InProgress" | "Completed" | "Failed";
  readonly records: number;
  /** Executions per state, over the whole plan. */
  readonly executions: Readonly<StateCounts>;
  /** Whether a process holds the run now; never said of a run that is over. */
  readonly owned: boolean;
}

/** A run this process owns until the scope closes: nobody else can append to it, and afterwards this process neither. */
export interface OwnedRun {
  readonly journal: Journal["Service"];
  readonly results: ResultStoreService;
  /** What its results are encoded with beside the codecs of this library: secrets are looked for in what these write. */
  readonly codecs?: readonly ValueCodec[];
  /** The records kept so far, those after the checkpoint when there is one: none for a new run. */
  readonly records: readonly JournalRecord[];
  /** What the records before those add up to, when it was kept. */
  readonly checkpoint?: RunCheckpoint;
  /** Says where what is appended is folded: its state is kept now and then, so that the run can go on from there. */
  readonly follow?: (state: RunState) => void;
}

/**
 * Where runs are kept.
 *
 * Records are kept before anybody is told of them, in order, by one owner at a time; reading never waits for the owner.
 */
export class Store extends Context.Service<
  Store,
  {
    /** Takes a run as its owner, until the scope closes: a new one, or an existing one that nobody owns. */
    readonly own: (runId: RunId) => Effect.Effect<OwnedRun, StoreLocked | StoreError, Scope.Scope>;
    /** All runs, newest first, and backwards by their ids where they began at the same time. */
    readonly runs: Effect.Effect<readonly StoredRun[], StoreError>;
    /** The records of a run; a run that is being written is read up to its last kept record. */
    readonly records: (runId: RunId) => Effect.Effect<readonly JournalRecord[], StoreError>;
    /**
     * The kept results of a run, read when asked for, while the store is open; throws a StoredValueError for one that cannot
     * be. Whoever has just read its records gives them as `known`: they are not read once more.
     */
    readonly results: (
      runId: RunId,
      known?: readonly JournalRecord[],
    ) => Effect.Effect<Pick<ResultStoreService, "get">, StoreError>;
    /**
     * Looks for a kept result of a place that has this hash, in all runs: those of completions recorded with such a
     * `reuse.key`. What it gives was checked against its hashes.
     */
    readonly findReusable: (key: Pick<ReuseKey, "place" | "hash">) => Effect.Effect<EarlierResult, StoreError>;
  }
>()("runstate/Store") {}

/** The service {@link Store} stands for. */
export type StoreService = Store["Service"];
