import { existsSync } from "node:fs";
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";

import { StatusError } from "../error.ts";
import { StoreError, StoredValueError } from "../store-error.ts";
import { JournalLog } from "../journal/journal-log.ts";
import type { EpochMs } from "../journal/record.ts";
import { replay } from "../store/replay.ts";
import { runSoFar } from "../store/sqlite/checkpoint/run-so-far.ts";
import type { ResultLookup } from "../status/results.ts";
import { Status } from "../status/status.ts";
import { findRun } from "./find-run.ts";
import { countOf } from "../text/format-count.ts";
import { inProgressNote } from "./in-progress-note.ts";
import { loadJournalFile } from "./load-journal-file.ts";
import { openStore } from "./open-store.ts";
import { isJournalFile, type RunSource, wantedMoment, wantedRun } from "./run-source.ts";
import { UsageError } from "./usage-error.ts";

/** A run that a command was asked about. */
export interface LoadedRun {
  /** As of the record asked for; of the last one otherwise. */
  readonly status: Status;
  /** How many records there are, whichever was asked for. */
  readonly records: number;
  /** The time of which the status is: now while a process works on the run, else that of its last record. */
  readonly asOf: EpochMs;
  /** Whether a process works on it; undefined where that is not known: of a journal file, or of an earlier record. */
  readonly live: boolean | undefined;
  /** The file it is kept in; undefined of a journal file. */
  readonly store: string | undefined;
  /** Of a journal file: whether the last line was cut short. */
  readonly torn?: boolean;
  /** What is to be said of it on stderr, once the status was read. */
  readonly notes: () => readonly string[];
}

/**
 * How much of a stored run a command needs. `state`: what it adds up to and a few of its records, for which an unfinished
 * run is read from its checkpoint on; `records`: all of them; `results`: its results too.
 */
export type Needed = "state" | "records" | "results";

/** Loads a run from the store or from a journal file. Results, and single records, are read while the scope is open. */
export const loadRun = Effect.fnUntraced(function* (source: RunSource, needed: Needed) {
  const moment = wantedMoment(source);
  const loaded = Option.exists(source.run, isJournalFile)
    ? yield* loadJournalFile(wantedRun(source))
    : yield* loadStoredRun(source, moment !== undefined && needed === "state" ? "records" : needed);
  if (moment === undefined) return loaded;
  const status = yield* statusAt(loaded.status, moment);
  return { ...loaded, status, asOf: status.getRecord(status.seq)?.at ?? loaded.asOf, live: undefined, notes: () => [] };
});

const loadStoredRun = Effect.fnUntraced(function* (source: RunSource, needed: Needed) {
  const [wanted, path] = [wantedRun(source), source.store];
  if (!existsSync(path) && Option.isSome(source.run)) return yield* nowhere(wanted, path);
  const store = yield* openStore(path);
  const { runId, owned } = yield* findRun(store, path, wanted);
  const { records, checkpoint } =
    needed === "state" ? yield* runSoFar(path, runId) : { records: yield* store.records(runId), checkpoint: undefined };
  const log = yield* Effect.mapError(replay(runId, records, new JournalLog(), checkpoint), pointToVerify);
  const unreadable = new Set<number>();
  const lookup = needed === "results" ? readable((yield* store.results(runId, records)).get, unreadable) : undefined;
  const status = new Status(log, lookup);
  const live = owned && !status.isOver();
  const last = log.at(log.state.seq)?.at ?? 0;
  const loaded: LoadedRun = {
    status,
    records: status.seq,
    asOf: live ? yield* Clock.currentTimeMillis : last,
    live,
    store: path,
    notes: () => [
      ...(live ? ["another process works on the run: this is how far it is"] : []),
      ...(!live && !status.isOver() ? [inProgressNote("the run was left", status)] : []),
      ...(unreadable.size === 0
        ? []
        : [`${countOf(unreadable.size, "result")} cannot be read: see runstate verify ${runId}`]),
    ],
  };
  return loaded;
});

const pointToVerify = ({ reason, subject, detail, cause }: StoreError): StoreError =>
  new StoreError({ reason, subject, detail: `${detail} See runstate verify.`, cause });

const statusAt = (status: Status, moment: number | string): Effect.Effect<Status, StatusError> =>
  Effect.try({
    try: () => status.statusAt(moment),
    catch: (thrown) => {
      if (thrown instanceof StatusError) return thrown;
      throw thrown;
    },
  });

/** A result that cannot be read is left out, and counted. */
const readable =
  (get: ResultLookup, unreadable: Set<number>): ResultLookup =>
  (execution) => {
    try {
      return get(execution);
    } catch (thrown) {
      if (!(thrown instanceof StoredValueError)) throw thrown;
      unreadable.add(execution);
      return undefined;
    }
  };

const nowhere = (wanted: string, path: string): UsageError =>
  new UsageError({
    subject: wanted,
    reason: `there is no such file, and no store ${path} that could hold a run of that id`,
    remedy: "Give the path of a journal file, or name the store with --store.",
  });
