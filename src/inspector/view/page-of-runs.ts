import type { RunListItem } from "../protocol/api.ts";

/** The runs that are listed at once: a row is some 18 elements, and a document stays under 1,500. */
export const runsPerPage = 50;

/** Some of the runs that were asked for. */
export interface PageOfRuns {
  readonly shown: readonly RunListItem[];
  /** How many were found in all. */
  readonly found: number;
  /** The number of the page that is shown, from 0, and how many there are. */
  readonly page: number;
  readonly pages: number;
}

/** The runs with a text in their id, workflow or state, whatever its case, a page of them; the last where there is no such page. */
export const pageOfRuns = (runs: readonly RunListItem[], text: string, page: number): PageOfRuns => {
  const wanted = text.toLowerCase();
  const found = runs.filter(({ runId, workflow, state }) =>
    `${runId}\n${workflow}\n${state}`.toLowerCase().includes(wanted),
  );
  const pages = Math.max(1, Math.ceil(found.length / runsPerPage));
  const at = Math.max(0, Math.min(page, pages - 1));
  return { shown: found.slice(at * runsPerPage, (at + 1) * runsPerPage), found: found.length, page: at, pages };
};
