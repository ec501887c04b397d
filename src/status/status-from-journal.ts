import { JournalLog } from "../journal/journal-log.ts";
import type { JournalRecord } from "../journal/record.ts";
import type { Tracked } from "../workflow/module.ts";
import { Status as StatusOfLog } from "./status.ts";

const fromJournal = (records: Iterable<JournalRecord>): Status => {
  const log = new JournalLog();
  for (const record of records) log.append(record);
  return new StatusOfLog(log);
};

// A bundler drops no static method: with `fromJournal` in the class, a page fetched the fold and its rules at first, 4 KB.
/**
 * Everything known about a run: a read-only view of its journal.
 *
 * The same class serves a live run (it grows with it), a loaded journal, and a run as it was at any earlier record.
 * Lists are made when asked for, in O(records), and remembered until the journal grows; counts are O(1) and stay exact
 * when old records were evicted.
 *
 * @example
 * ```ts
 * const workflow = defineWorkflow("halves").module("Halver", { run: ({ params }) => 1 / Number(params["by"]) });
 * const executor = new Executor({ workflow, config: { Halver: { two: { by: 2 } } } });
 * await executor.run();
 * const status = Status.fromJournal(executor.status.records);
 * status.isCompleted(); // => true
 * status.getState("Halver[two]"); // => "Completed"
 * status.snapshots.map(({ phase }) => phase); // => ["before", "after"]
 * ```
 */
export const Status: typeof StatusOfLog & {
  /** The status a journal adds up to; throws a JournalError at the first record that is not legal. */
  readonly fromJournal: (records: Iterable<JournalRecord>) => Status;
} = /* @__PURE__ */ Object.assign(StatusOfLog, { fromJournal });

/** Everything known about a run: a read-only view of its journal. */
export type Status<
  Results extends Readonly<Record<string, Tracked<unknown>>> = Readonly<Record<string, Tracked<unknown>>>,
  ModuleName extends string = string,
> = StatusOfLog<Results, ModuleName>;
