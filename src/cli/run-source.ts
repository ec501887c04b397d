import { existsSync, statSync } from "node:fs";
import * as Option from "effect/Option";
import { Argument, Flag } from "effect/cli";

import { parseSnapshotId } from "../journal/snapshot-id.ts";
import { jsonFlag, storeFlag } from "./store-flag.ts";

/** Which run a command is about, as of which of its records. */
export interface RunSource {
  /** The id of a stored run, `latest`, or a journal file; a file comes first. */
  readonly run: Option.Option<string>;
  readonly store: string;
  /** The number of a record, or a snapshot id; the last record when absent. */
  readonly at: Option.Option<string>;
}

/** The argument and flags of {@link RunSource}, of the commands that read a run. */
export const runSource = {
  run: Argument.String("RUN").pipe(
    Argument.withDescription("The id of a stored run, latest (default), or a journal file; a file comes first"),
    Argument.optional,
  ),
  at: Flag.String("at").pipe(
    Flag.withMetavar("SEQ|SNAPSHOT"),
    Flag.withDescription("Everything as it was at this record of the run: its number, or a snapshot id (RUN:NUMBER)"),
    Flag.optional,
  ),
  store: storeFlag,
  json: jsonFlag,
};

/** The run that is meant: the one named, or that of the snapshot named by `--at`, or the latest. */
export const wantedRun = ({ run, at }: RunSource): string =>
  Option.getOrElse(run, () => parseSnapshotId(Option.getOrElse(at, () => ""))?.runId ?? "latest");

/** What `--at` says, as `statusAt` takes it. */
export const wantedMoment = ({ at }: RunSource): number | string | undefined =>
  Option.getOrUndefined(Option.map(at, (text) => (/^\d{1,15}$/u.test(text) ? Number(text) : text)));

/** Whether what names a run is a file, which comes before a run of that id. */
export const isJournalFile = (path: string): boolean => existsSync(path) && !statSync(path).isDirectory();
