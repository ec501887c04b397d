import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { recordRow } from "../../../src/inspector/protocol/record-row.ts";
import { RunColumns } from "../../../src/inspector/protocol/run-columns.ts";
import { RunFold } from "../../../src/inspector/protocol/run-fold.ts";
import { foldJournal } from "../../../src/journal/journal-fold.ts";
import type { RunState } from "../../../src/journal/run-state.ts";
import { journal } from "../../../src/testing/index.ts";
import { columnsOf } from "../columns-of.ts";

const told = (fold: RunFold): unknown => ({
  state: fold.state,
  executions: fold.executions,
  experiments: fold.experiments,
  modules: fold.plan.modules.map((_, depth) => fold.module(depth)),
  blocked: fold.blocked,
  reused: fold.reused,
  resumptions: fold.resumptions,
  changes: fold.changes,
  each: Array.from(fold.states.keys(), (execution) => [
    fold.executionState(execution),
    fold.attempts[execution],
    fold.firstSeq[execution],
    fold.lastSeq[execution],
    fold.blockedBy(execution),
  ]),
  experimentStates: Array.from(fold.experimentStates.keys(), (experiment) => fold.experimentState(experiment)),
});

const expected = (state: RunState): unknown => ({
  state: state.state,
  executions: state.executions,
  experiments: state.experiments,
  modules: state.modules,
  blocked: state.blocked,
  reused: state.reused,
  resumptions: state.resumptions,
  changes: state.totals.changes,
  each: Array.from({ length: state.plan.size.executions }, (_, execution) => [
    state.executionState(execution),
    state.attempt(execution),
    state.recordsOf(execution).first,
    state.recordsOf(execution).last,
    state.blockedBy(execution),
  ]),
  experimentStates: Array.from({ length: state.plan.size.experiments }, (_, experiment) =>
    state.experimentState(experiment),
  ),
});

describe("the page's fold", () => {
  test("is the run state, at every record of any journal, whichever way it got there", () => {
    fc.assert(
      fc.property(journal(), fc.array(fc.nat(60), { maxLength: 8 }), (records, places) => {
        const fold = new RunFold(columnsOf(records));
        for (const place of [...places, records.length]) {
          const seq = Math.max(1, Math.min(place, records.length));
          fold.seek(seq);
          expect(fold.seq).toBe(seq);
          expect(told(fold)).toEqual(expected(foldJournal(records.slice(0, seq))));
        }
      }),
    );
  });

  test("grows with its columns", () => {
    fc.assert(
      fc.property(journal(), (records) => {
        const [first, ...rest] = records;
        if (first === undefined) return;
        const run = columnsOf([first]);
        const fold = new RunFold(run);
        for (const record of rest) {
          run.append(recordRow(record));
          fold.seek(run.length);
        }
        fold.seek(run.length);
        expect(told(fold)).toEqual(expected(foldJournal(records)));
      }),
    );
  });

  test("knows the plan before the first record counts", () => {
    const run = new RunColumns({
      runId: "r",
      workflow: "w",
      modules: [{ moduleName: "Loader", experiments: ["a", "b"] }],
      concurrency: 1,
      onFailure: "continue",
    });
    expect(new RunFold(run).executions).toEqual({ NotStarted: 2, InProgress: 0, Completed: 0, Failed: 0 });
  });
});
