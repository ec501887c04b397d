import { expect, it } from "vitest";

import { noPaint } from "../../src/cli/paint.ts";
import { renderResumePlan } from "../../src/cli/render-resume-plan.ts";
import { planResume } from "../../src/cli/resume-plan.ts";
import { foldJournal } from "../../src/journal/journal-fold.ts";
import type { RunState } from "../../src/journal/run-state.ts";
import { smallJournal } from "./fixtures/journal.ts";

const left = (records: number): RunState => foldJournal(smallJournal.slice(0, records));

it("the plan of a resumed run says which executions may be taken over instead of run", () => {
  const steps = planResume(left(9), (depth) => depth === 1);
  expect(steps).toEqual([
    { key: "Loader[good]", action: "keep", attempt: 1 },
    { key: "Loader[good]_Fit[quick]", action: "keep", attempt: 1 },
    { key: "Loader[bad]", action: "retry", attempt: 2 },
    { key: "Loader[bad]_Fit[quick]", action: "start", attempt: 1, mayBeReused: true },
  ]);
  expect(renderResumePlan("RUN", steps, { width: 80, paint: noPaint })).toMatchInlineSnapshot(`
    "run RUN would run 2 executions
            2  completed: kept
            1  in progress when the run was left: run again
            1  not started: run
            1  of those that run: taken over instead where the store holds the same (reuse)

    ▸ Loader[bad]  attempt 2
    · Loader[bad]_Fit[quick]"
  `);
});

it("the plan of a run without reuse says nothing of it, at any of its records", () => {
  for (let records = 1; records < smallJournal.length; records++) {
    const steps = planResume(left(records), () => false);
    expect(steps).toHaveLength(4);
    expect(renderResumePlan("RUN", steps, { width: 80, paint: noPaint })).not.toContain("reuse");
  }
});
