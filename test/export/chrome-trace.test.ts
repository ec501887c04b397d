import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { chromeTrace, type TraceEvent } from "../../src/export/chrome-trace.ts";
import { Status } from "../../src/status/status-from-journal.ts";
import { wholeExecution } from "../../src/status/timing.ts";
import { journal } from "../../src/testing/index.ts";

const spansOf = (events: readonly TraceEvent[]): readonly TraceEvent[] => events.filter(({ ph }) => ph === "X");

describe("a Chrome trace", () => {
  test("has a span for each time of an execution that ended, where it was and as long as it was", () => {
    fc.assert(
      fc.property(journal(), (records) => {
        const { traceEvents } = chromeTrace(records);
        const timing = Status.fromJournal(records).getTiming().records;
        const ended = new Set(
          timing.filter(({ stepName }) => stepName === wholeExecution).map((each) => each.experimentKey),
        );
        const expected = timing.filter((each) => each.stepName === "queue" || ended.has(each.experimentKey));
        const told = (cat: string, key: unknown, ts: number, dur: number): string =>
          `${cat} ${String(key)} ${Math.round(ts)} ${Math.round(dur)}`;
        expect(
          spansOf(traceEvents)
            .map(({ cat, args, ts, dur = 0 }) => told(cat, args["key"], ts, dur))
            .toSorted(),
        ).toEqual(
          expected
            .map(({ stepName, experimentKey, startTime, durationSeconds }) =>
              told(stepName, experimentKey, (startTime - (records[0]?.at ?? 0)) * 1000, durationSeconds * 1e6),
            )
            .toSorted(),
        );
        expect(JSON.parse(JSON.stringify(traceEvents))).toEqual(traceEvents);
      }),
    );
  });

  test("lets no two executions overlap on a lane, nor two waits", () => {
    fc.assert(
      fc.property(journal(), (records) => {
        const spans = spansOf(chromeTrace(records).traceEvents);
        for (const cat of [wholeExecution, "queue"])
          for (const lane of Map.groupBy(
            spans.filter((span) => span.cat === cat),
            ({ tid }) => tid,
          ).values()) {
            const sorted = lane.toSorted((a, b) => a.ts - b.ts);
            for (const [place, { ts }] of sorted.entries()) {
              const before = sorted[place - 1];
              const free = before === undefined ? ts : before.ts + (before.dur ?? 0);
              // Times are milliseconds with fractions: adding them up again may differ in the last place.
              expect(free).toBeLessThanOrEqual(ts + 1e-3);
            }
          }
      }),
    );
  });
});
