import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { RunFold } from "../../../src/inspector/protocol/run-fold.ts";
import { ganttBars, partsOf } from "../../../src/inspector/view/gantt-bars.ts";
import { timingGroups } from "../../../src/inspector/view/timing-groups.ts";
import { journal } from "../../../src/testing/index.ts";
import { columnsOf } from "../columns-of.ts";
import { foldAt } from "./fold-at.ts";

describe("the bars of the Gantt chart", () => {
  test("are what the status says began, and ended, at every record of any journal", () => {
    fc.assert(
      fc.property(journal(), fc.nat(), (records, place) => {
        const { seq, fold, status } = foldAt(records, place);
        const views = Array.from(status.executions()).filter(({ startedAt }) => startedAt !== undefined);
        const found = ganttBars(fold);
        expect([...found.executions].toSorted((a, b) => a - b)).toEqual(views.map(({ execution }) => execution));
        for (const [row, execution] of found.executions.entries()) {
          const view = views.find((each) => each.execution === execution);
          expect(found.startedAt[row]).toBe(view?.startedAt);
          const now = view?.endedAt ?? records[seq - 1]?.at ?? 0;
          const [start, end] = [view?.startedAt ?? 0, Math.max(view?.startedAt ?? 0, now)];
          expect(found.endedAt[row]).toBe(end);
          // The measured time from the start on, unless a process died in between; never beyond the end.
          const took = found.tookMs[row] ?? Number.NaN;
          const isWhole = Number.isNaN(took) || found.parts.has(execution);
          expect(found.measuredTo[row]).toBe(isWhole ? end : Math.min(end, start + took));
        }
      }),
    );
  });

  test("are worked on within themselves, and never between the last record of a process and the resume", () => {
    let crossed = 0;
    fc.assert(
      fc.property(journal(), (drawn) => {
        // By a clock that is never set back: otherwise what ended before a pause may be inside of it by the clock.
        let now = 0;
        const records = drawn.map((record) => ({ ...record, at: (now = Math.max(now, record.at)) }));
        const fold = new RunFold(columnsOf(records));
        fold.seek(records.length);
        const found = ganttBars(fold);
        const pauses = records
          .flatMap(({ type, at }, place) =>
            type === "run.resumed" ? [{ from: records[place - 1]?.at ?? at, to: at }] : [],
          )
          .filter(({ from, to }) => to > from);
        for (const row of found.executions.keys()) {
          const parts = partsOf(found, row);
          if (parts.length > 1) crossed++;
          for (const { from, to } of parts) {
            expect(from).toBeGreaterThanOrEqual(found.startedAt[row] ?? 0);
            expect(to).toBeLessThanOrEqual(found.endedAt[row] ?? 0);
            expect(pauses.filter((pause) => pause.to > from && pause.from < to)).toEqual([]);
          }
        }
      }),
    );
    expect(crossed).toBeGreaterThan(0);
  });
});

describe("the times by group", () => {
  test("are those of the status, at every record of any journal", () => {
    fc.assert(
      fc.property(journal(), fc.nat(), (records, place) => {
        const { fold, status } = foldAt(records, place);
        const timing = status.getTiming();
        const expected = timing.groupBy("moduleName");
        const found = timingGroups(fold, "module");
        expect(found.map(({ name, count }) => [name, count])).toEqual(expected.map(({ key, count }) => [key, count]));
        for (const [group, { sum, mean, p50, p95, max }] of expected.entries()) {
          const row = found[group];
          expect((row?.sumMs ?? -1) / 1000).toBeCloseTo(sum, 9);
          expect((row?.meanMs ?? -1) / 1000).toBeCloseTo(mean, 9);
          expect((row?.p50Ms ?? -1) / 1000).toBeCloseTo(p50, 9);
          expect((row?.p95Ms ?? -1) / 1000).toBeCloseTo(p95, 9);
          expect((row?.maxMs ?? -1) / 1000).toBeCloseTo(max, 9);
        }
      }),
    );
  });
});
