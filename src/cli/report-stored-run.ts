import { existsSync } from "node:fs";
import { Effect } from "effect";

import { JournalError, StoreError, StoredValueError } from "../error.ts";
import { JournalLog } from "../journal/journal-log.ts";
import type { JournalRecord } from "../journal/record.ts";
import type { ResultLookup } from "../status/results.ts";
import { Status } from "../status/status.ts";
import { findRun } from "./find-run.ts";
import { countOf } from "./format-count.ts";
import { inProgressNote } from "./in-progress-note.ts";
import { openStore } from "./open-store.ts";
import { resumeHint } from "./resume-hint.ts";
import { reportRun, type RunReport } from "./run-report.ts";
import { UsageError } from "./usage-error.ts";

/** The report of a stored run with its results, and what is to be said of it. */
export const reportStoredRun = Effect.fnUntraced(function* (wanted: string, path: string) {
  if (!existsSync(path)) return yield* nowhere(wanted, path);
  const store = yield* openStore(path);
  const { runId, owned } = yield* findRun(store, path, wanted);
  const log = yield* replay(runId, yield* store.records(runId));
  const unreadable = new Set<number>();
  const status = new Status(log, readable((yield* store.results(runId)).get, unreadable));
  const unfinished = !owned && !status.isOver();
  const report: RunReport = {
    ...reportRun(status),
    store: path,
    ...(unfinished && { resume: resumeHint({ runId, store: path }) }),
  };
  const notes = [
    ...(owned ? ["another process works on the run: this is how far it is"] : []),
    ...(unfinished ? [inProgressNote("the run was left", status)] : []),
    ...(unreadable.size === 0
      ? []
      : [`${countOf(unreadable.size, "result")} cannot be read: see runstate verify ${runId}`]),
  ];
  return { report, notes };
});

const replay = (runId: string, records: readonly JournalRecord[]): Effect.Effect<JournalLog, StoreError> =>
  Effect.try({
    try: () => {
      const log = new JournalLog();
      for (const record of records) log.append(record);
      return log;
    },
    catch: (cause) =>
      new StoreError({
        reason: "damaged",
        subject: `run ${runId}`,
        detail: `${cause instanceof JournalError ? cause.message : String(cause)} See runstate verify ${runId}.`,
        cause,
      }),
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
