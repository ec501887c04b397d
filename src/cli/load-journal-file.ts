import * as Effect from "effect/Effect";
import * as FileSystem from "effect/FileSystem";

import { JournalError } from "../journal/journal-error.ts";
import { parseJournal } from "../journal/parse-journal.ts";
import { Status } from "../status/status-from-journal.ts";
import { inProgressNote } from "./in-progress-note.ts";
import type { LoadedRun } from "./load-run.ts";
import { UsageError } from "./usage-error.ts";

/** The run of a journal file, which holds no results. */
export const loadJournalFile = Effect.fnUntraced(function* (path: string) {
  const fs = yield* FileSystem.FileSystem;
  const text = yield* fs
    .readFileString(path)
    .pipe(Effect.mapError(({ message }) => unreadable(path, message, "Give the path of a journal file.")));
  if (text.startsWith(beginOfStore))
    return yield* unreadable(path, "it is a store of runs", `Name it with --store: --store ${path}.`);
  const { status, torn } = yield* Effect.try({ try: () => read(text), catch: (thrown) => refused(path, thrown) });
  const loaded: LoadedRun = {
    status,
    records: status.seq,
    asOf: status.records.at(-1)?.at ?? 0,
    live: undefined,
    store: undefined,
    torn: torn !== undefined,
    notes: () => [
      ...(torn === undefined
        ? []
        : ["the last line of the journal is torn: its writer was stopped in the middle of it"]),
      ...(status.state === "InProgress" ? [inProgressNote("the journal ends", status)] : []),
    ],
  };
  return loaded;
});

/** Refuses a journal that is empty, where there has to be something to show. */
export const requireRecords = (path: string, { seq }: Status): Effect.Effect<void, UsageError> =>
  seq > 0 ? Effect.void : Effect.fail(unreadable(path, "it is empty", "Give the journal of a run that has begun."));

/** Every file of SQLite's begins so. */
const beginOfStore = "SQLite format 3\0";

const read = (text: string): { readonly status: Status; readonly torn: string | undefined } => {
  const { records, torn } = parseJournal(text);
  return { status: Status.fromJournal(records), torn };
};

const refused = (path: string, thrown: unknown): UsageError => {
  if (thrown instanceof JournalError) {
    // A line that is not JSON has no number of its own, and the reason says which line it is.
    const place = thrown.reason.startsWith("line ") ? "" : `record ${thrown.seq}: `;
    return unreadable(path, `${place}${thrown.reason}`, thrown.remedy);
  }
  return unreadable(path, String(thrown), "This is a mistake in runstate.");
};

const unreadable = (subject: string, reason: string, remedy: string): UsageError =>
  new UsageError({ subject, reason: `the journal cannot be read: ${reason}`, remedy });
