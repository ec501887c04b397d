import * as fc from "fast-check";
import { expect, test } from "vitest";

import { pageOfRuns, runsPerPage } from "../../../src/inspector/view/page-of-runs.ts";
import type { RunListItem } from "../../../src/inspector/protocol/api.ts";

const runs = fc
  .array(
    fc.record({ workflow: fc.constantFrom("one", "Two", "three"), state: fc.constantFrom("Completed", "Failed") }),
    {
      maxLength: 180,
    },
  )
  .map((given): readonly RunListItem[] =>
    given.map(({ workflow, state }, place) => ({
      runId: `run-${place}`,
      workflow,
      state: state === "Failed" ? "Failed" : "Completed",
      startedAt: place,
      updatedAt: place,
      records: 1,
      executions: { NotStarted: 0, InProgress: 0, Completed: 1, Failed: 0 },
      live: false,
    })),
  );

test("the pages of the runs that have a text are all of them, in order, each once", () => {
  fc.assert(
    fc.property(runs, fc.constantFrom("", "two", "FAILED", "run-1", "nothing"), (all, text) => {
      const first = pageOfRuns(all, text, 0);
      const pages = Array.from({ length: first.pages }, (_, page) => pageOfRuns(all, text, page));
      const has = ({ runId, workflow, state }: RunListItem): boolean =>
        [runId, workflow, state].some((part) => part.toLowerCase().includes(text.toLowerCase()));
      expect(pages.flatMap(({ shown }) => shown)).toEqual(all.filter(has));
      expect(Math.max(...pages.map(({ shown }) => shown.length))).toBeLessThanOrEqual(runsPerPage);
      expect(pageOfRuns(all, text, first.pages + 3)).toEqual(pages.at(-1));
      expect(first.found).toBe(all.filter(has).length);
    }),
  );
});
