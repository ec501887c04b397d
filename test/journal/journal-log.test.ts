import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { defineWorkflow, Executor, type JournalRecord } from "../../src/index.ts";
import { JournalLog } from "../../src/journal/journal-log.ts";
import { journal } from "../../src/testing/index.ts";

const logOf = (records: Iterable<JournalRecord>, retention = {}): JournalLog => {
  const log = new JournalLog(retention);
  for (const record of records) log.append(record);
  return log;
};

describe("a log", () => {
  test("gives back every record as it came, whatever it kept of it", () => {
    fc.assert(
      fc.property(journal({ maxMoves: 60 }), (records) => {
        const log = logOf(records);
        expect(log.records).toEqual(records);
        expect(Array.from(records, ({ seq }) => log.at(seq))).toEqual(records);
        expect([log.at(0), log.at(records.length + 1)]).toEqual([undefined, undefined]);
      }),
      { numRuns: 300 },
    );
  });

  test("gives every record as it came while the run goes on, not only at its end", () => {
    fc.assert(
      fc.property(journal(), fc.nat(), (records, at) => {
        const log = new JournalLog();
        for (const [place, record] of records.entries()) {
          log.append(record);
          const seq = (at % (place + 1)) + 1;
          expect(log.at(seq)).toEqual(records[seq - 1]);
        }
      }),
      { numRuns: 100 },
    );
  });

  test("keeps the newest records it was told to keep, and no others", () => {
    fc.assert(
      fc.property(journal(), fc.nat(30), (records, keep) => {
        const log = logOf(records, { records: keep });
        expect(log.records).toEqual(keep === 0 ? [] : records.slice(-keep));
        expect(log.at(records.length - keep)).toBe(undefined);
      }),
      { numRuns: 200 },
    );
  });

  test("holds for runs of many thousand records what it holds for small ones", async () => {
    const told: JournalRecord[] = [];
    const workflow = defineWorkflow("wide")
      .module("Loader", { run: ({ experimentName }) => [{ [`c${Number(experimentName) % 7}`]: 1 }] })
      .module("Scorer", {
        run: ({ experimentName, annotate }) => {
          if (Number(experimentName) % 3 === 0) annotate({ third: true });
          return Number(experimentName);
        },
      });
    const named = (count: number) => Array.from({ length: count }, (_, n) => [String(n), {}] as const);
    const executor = new Executor({
      workflow,
      config: [
        ["Loader", named(40)],
        ["Scorer", named(60)],
      ],
      concurrency: 3,
      observe: (record) => told.push(record),
    });
    await executor.run();
    expect(told.length).toBeGreaterThan(9000);
    expect(executor.status.records).toEqual(told);
    const log = logOf(told, { records: 5000 });
    expect(log.records).toEqual(told.slice(-5000));
  });

  test("holds records whose times lie further apart than a month, or between two milliseconds", () => {
    fc.assert(
      fc.property(
        journal(),
        fc.array(fc.double({ noNaN: true, min: -1e15, max: 1e15 }), { minLength: 1 }),
        (records, times) => {
          const moved = records.map((record, place) => ({ ...record, at: times[place % times.length] ?? 0 }));
          expect(logOf(moved).records).toEqual(moved);
        },
      ),
      { numRuns: 100 },
    );
  });
});
