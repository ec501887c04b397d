import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { RunFold } from "../../../src/inspector/protocol/run-fold.ts";
import { concurrencyOver, concurrencySteps, ganttBars } from "../../../src/inspector/view/gantt-bars.ts";
import { timingGroups } from "../../../src/inspector/view/timing-groups.ts";
import { Status } from "../../../src/status/status.ts";
import { journal } from "../../../src/testing/index.ts";
import { columnsOf } from "../columns-of.ts";

describe("the bars of the Gantt chart", () => {
  test("are what the status says began, and ended, at every record of any journal", () => {
    fc.assert(
      fc.property(journal(), fc.nat(), (records, place) => {
        const seq = 1 + (place % records.length);
        const fold = new RunFold(columnsOf(records));
        fold.seek(seq);
        const status = Status.fromJournal(records.slice(0, seq));
        const views = Array.from(status.executions()).filter(({ startedAt }) => startedAt !== undefined);
        const found = ganttBars(fold);
        expect([...found.executions].toSorted((a, b) => a - b)).toEqual(views.map(({ execution }) => execution));
        for (const [row, execution] of found.executions.entries()) {
          const view = views.find((each) => each.execution === execution);
          expect(found.startedAt[row]).toBe(view?.startedAt);
          const now = view?.endedAt ?? records[seq - 1]?.at ?? 0;
          expect(found.endedAt[row]).toBe(Math.max(view?.startedAt ?? 0, now));
        }
      }),
    );
  });

  test("say how many ran at once: in each slot the most of any moment in it", () => {
    const span = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 20 }));
    fc.assert(
      fc.property(fc.array(span, { minLength: 1, maxLength: 12 }), fc.nat(30), fc.nat(29), (spans, from, less) => {
        const startedAt = Float64Array.from(spans, ([start]) => start);
        const endedAt = Float64Array.from(spans, ([start, long]) => start + long);
        const to = 60 - less;
        const most = concurrencyOver(concurrencySteps({ startedAt, endedAt }), from, to, to - from);
        const expected = Array.from(
          { length: to - from },
          (_, slot) => spans.filter(([start, long]) => start <= from + slot && from + slot < start + long).length,
        );
        expect([...most]).toEqual(expected);
      }),
    );
  });
});

describe("the times by group", () => {
  test("are those of the status, at every record of any journal", () => {
    fc.assert(
      fc.property(journal(), fc.nat(), (records, place) => {
        const seq = 1 + (place % records.length);
        const fold = new RunFold(columnsOf(records));
        fold.seek(seq);
        const timing = Status.fromJournal(records.slice(0, seq)).getTiming();
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
