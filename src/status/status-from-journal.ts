import { JournalLog } from "../journal/journal-log.ts";
import type { JournalRecord } from "../journal/record.ts";
import type { Tracked } from "../workflow/module.ts";
import { Status as StatusOfLog } from "./status.ts";

const fromJournal = (records: Iterable<JournalRecord>): Status => {
  const log = new JournalLog();
  for (const record of records) log.append(record);
  return new StatusOfLog(log);
};

/** What makes a status of a journal stands apart: a page that runs a workflow has no use for it before the run begins. */
export const Status: typeof StatusOfLog & {
  /** The status a journal adds up to; throws a JournalError at the first record that is not legal. */
  readonly fromJournal: (records: Iterable<JournalRecord>) => Status;
} = /* @__PURE__ */ Object.assign(StatusOfLog, { fromJournal });

/** See the class. */
export type Status<
  Results extends Readonly<Record<string, Tracked<unknown>>> = Readonly<Record<string, Tracked<unknown>>>,
  ModuleName extends string = string,
> = StatusOfLog<Results, ModuleName>;
