import type { JournalRecord } from "../../journal/record.ts";
import { Status } from "../../status/status-from-journal.ts";
import type { RunListItem } from "../protocol/api.ts";
import { GrowingRun } from "./growing-run.ts";
import type { InspectedRuns, RunFeed } from "./inspected-runs.ts";

/** The one run of a journal, which does not grow; throws a JournalError for records that are no journal. */
export const journalRuns = (records: readonly JournalRecord[]): InspectedRuns => {
  const status = Status.fromJournal(records);
  const [first, ...rest] = records;
  if (first === undefined) return { list: () => Promise.resolve([]), open: () => Promise.resolve(undefined) };
  const growing = new GrowingRun(first);
  for (const record of rest) growing.append(record);
  if (!growing.ended) growing.end();
  const { run } = growing;
  const item: RunListItem = {
    runId: run.head.runId,
    workflow: run.head.workflow,
    startedAt: first.at,
    updatedAt: records.at(-1)?.at ?? first.at,
    state: status.state,
    records: records.length,
    executions: status.executionCounts,
    live: false,
  };
  const feed: RunFeed = {
    run,
    ended: true,
    onChange: (listener) => growing.onChange(listener),
    records: (from, to) => Promise.resolve(records.slice(from - 1, to)),
    schema: (fingerprint) => Promise.resolve(status.getSchema(fingerprint)),
    result: () => Promise.resolve({ kind: "none", reason: "a journal file holds no results" }),
    actors: () => ({ actors: [] }),
  };
  return {
    list: () => Promise.resolve([item]),
    open: (runId) => Promise.resolve(runId === run.head.runId ? feed : undefined),
  };
};
