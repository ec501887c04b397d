import type { StoredRun } from "../store/store.ts";
import { formatCount } from "./format-count.ts";
import type { Page } from "./page.ts";
import { printable } from "./printable.ts";
import { renderTable } from "./table.ts";

/** A stored run in a list. */
export interface ListedRun {
  readonly runId: string;
  readonly workflow: string;
  /** `unfinished`: its journal has no end, and nobody works on it. `in progress`: a live process does. */
  readonly state: "Completed" | "Failed" | "unfinished" | "in progress";
  /** ISO 8601. */
  readonly startedAt: string;
  readonly records: number;
}

/** Stored runs as they are listed, in the order given. */
export const listRuns = (runs: readonly StoredRun[]): readonly ListedRun[] =>
  runs.map(({ runId, workflow, state, owned, startedAt, records }) => ({
    runId,
    workflow,
    state: state === "InProgress" ? (owned ? "in progress" : "unfinished") : state,
    startedAt: new Date(startedAt).toISOString(),
    records,
  }));

/** The table of stored runs. */
export const renderRuns = (runs: readonly ListedRun[], page: Page): string =>
  runs.length === 0
    ? "no runs"
    : renderTable(
        ["run", "workflow", "state", "started", "records"],
        runs.map(({ runId, workflow, state, startedAt, records }) => [
          printable(runId),
          printable(workflow),
          state,
          startedAt,
          formatCount(records),
        ]),
        ["left", "left", "left", "left", "right"],
        page,
      );
