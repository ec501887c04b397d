import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { encodeRecord, parseJournal, Status } from "../../../src/index.ts";
import { journal } from "../../../src/testing/index.ts";
import { isLegal } from "../../journal/legal-journal.ts";
import { pinSeed } from "../pin-seed.ts";

pinSeed();

describe("a random journal", () => {
  test("is legal, and so is each of its beginnings, by the fold and by the rules as they are told in prose", () => {
    fc.assert(
      fc.property(journal(), fc.nat(), (records, at) => {
        const beginning = records.slice(0, at % (records.length + 1));
        for (const each of [records, beginning]) {
          expect(isLegal(each)).toBe(true);
          expect(Status.fromJournal(each).seq).toBe(each.length);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("can be written to a file and read again", () => {
    fc.assert(
      fc.property(journal(), (records) => {
        const file = records.map((record) => `${encodeRecord(record)}\n`).join("");
        expect(parseJournal(file).records).toEqual(JSON.parse(JSON.stringify(records)));
      }),
      { numRuns: 200 },
    );
  });

  test("has every kind of record, every state and every reason", () => {
    const all = fc.sample(journal(), 2000);
    const records = all.flat();
    const some = (key: string): ReadonlySet<unknown> =>
      new Set(
        records.flatMap((record) => Object.entries(record).flatMap(([name, value]) => (name === key ? [value] : []))),
      );
    expect(some("type").size).toBe(13);
    expect(some("reason")).toEqual(new Set(["error", "timeout", "cancelled", "interrupted", "module", "stopped"]));
    expect(some("origin")).toEqual(new Set(["executed", "reused"]));
    expect(Math.max(...Array.from(some("attempt"), Number))).toBeGreaterThan(2);
    const states = all.map((each) => Status.fromJournal(each).state);
    expect(new Set(states)).toEqual(new Set(["InProgress", "Completed", "Failed"]));
    expect(records.some((record) => record.type === "module.completed" && record.changes.length > 1)).toBe(true);
  });

  test("is over, or is not, where that is asked for", () => {
    const stateOf = (ended: boolean) =>
      fc.sample(journal({ ended }), 300).map((each) => Status.fromJournal(each).state);
    expect(new Set(stateOf(true))).toEqual(new Set(["Completed", "Failed"]));
    expect(new Set(stateOf(false))).toEqual(new Set(["InProgress"]));
  });

  test("shrinks to the start of a run, and one that is over to a run of one execution", () => {
    const smallest = (ended: boolean): readonly string[] | undefined =>
      fc
        .check(fc.property(journal({ ended }), (records) => records.length === 0))
        .counterexample?.[0].map(({ type }) => type);
    expect(smallest(false)).toEqual(["run.started"]);
    expect(smallest(true)).toEqual([
      "run.started",
      "experiment.started",
      "module.started",
      "module.completed",
      "experiment.completed",
      "run.completed",
    ]);
  });

  test("has a plan of as many executions as it may", () => {
    const sizes = fc
      .sample(journal({ maxExecutions: 5 }), 500)
      .map((each) => Status.fromJournal(each).plan.size.executions);
    expect(Math.max(...sizes)).toBe(5);
  });
});
