import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import { encodeRecord, JournalError, type JournalRecord, parseJournal, Status } from "../../src/index.ts";
import { journal as randomJournal } from "../../src/testing/index.ts";
import { build, randomWorkflow } from "../executor/workflow-arbitrary.ts";
import { isLegal } from "./legal-journal.ts";

type Loose = Record<string, unknown>;

/** Journals of real runs; filled before the properties, since a property's mutations are synchronous. */
const journals: (readonly JournalRecord[])[] = [];

beforeAll(async () => {
  const random = fc.tuple(randomWorkflow, fc.constantFrom("continue", "stop"), fc.option(fc.nat(12)));
  for (const [workflow, onFailure, cancelAt] of fc.sample(random, 60)) {
    const { executor } = build(workflow, { onFailure });
    if (cancelAt !== null) executor.observe(({ seq }) => seq === cancelAt && executor.cancel());
    await executor.run();
    journals.push(executor.status.records);
  }
});

const numbered = (records: readonly Loose[]): Loose[] =>
  records.map((record, at) => Object.assign(record, { seq: at + 1 }));

/** What tampering may do to one record, given another of the same journal. */
const edits: Readonly<Record<string, (record: Loose, other: Loose) => Loose>> = {
  "takes the place of another": (_, other) => other,
  "names another execution": (record, { execution, moduleName, experimentName }) =>
    "execution" in record && execution !== undefined ? { ...record, execution, moduleName, experimentName } : record,
  "has another execution's number": (record, { execution }) =>
    "execution" in record && execution !== undefined ? { ...record, execution } : record,
  "names another experiment": (record, { experiment }) =>
    "experiment" in record && experiment !== undefined ? { ...record, experiment } : record,
  "counts another attempt": (record) =>
    "attempt" in record ? { ...record, attempt: Number(record["attempt"]) + 1 } : record,
  "is of another type": (record, other) => ({ ...other, ...record, type: other["type"] }),
  "has another input": (record, { schemaAfter }) =>
    "schemaBefore" in record && schemaAfter !== undefined ? { ...record, schemaBefore: schemaAfter } : record,
  "has another output": (record, { schemaBefore }) =>
    "schemaAfter" in record && schemaBefore !== undefined ? { ...record, schemaAfter: schemaBefore } : record,
  "has no input": (record) => ("schemaBefore" in record ? { ...record, schemaBefore: null } : record),
  "ends the run well": (record) =>
    record["type"] === "run.failed" ? { ...record, type: "run.completed", reason: undefined } : record,
  "ends the run badly": (record) =>
    record["type"] === "run.completed" ? { ...record, type: "run.failed", reason: "error" } : record,
  "has another reason": (record) =>
    "reason" in record ? { ...record, reason: record["reason"] === "cancelled" ? "error" : "cancelled" } : record,
};

const readable = (lines: readonly Loose[]): readonly JournalRecord[] | undefined => {
  try {
    return parseJournal(lines.map((line) => `${JSON.stringify(line)}\n`).join("")).records;
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(JournalError);
    return undefined;
  }
};

const accepted = (records: readonly JournalRecord[]): boolean => {
  try {
    Status.fromJournal(records);
    return true;
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(JournalError);
    return false;
  }
};

const looseRecords = (records: readonly JournalRecord[]): Loose[] =>
  records.map((record) => JSON.parse(encodeRecord(record)) as Loose);

/** Journals that runs wrote, and others that are as legal. */
const journal = fc.oneof(
  fc.nat().map((at) => looseRecords(journals[at % journals.length] ?? [])),
  randomJournal().map(looseRecords),
);

/** A journal with two places in it. */
const places = fc.tuple(journal, fc.nat(), fc.nat()).map(([records, a, b]) => {
  const [at, other] = [a % records.length, b % records.length];
  return { records, at, other };
});

describe("a journal", () => {
  test("that a run wrote is legal, and so is each of its beginnings", () => {
    for (const records of journals) {
      expect(isLegal(records)).toBe(true);
      for (let end = 0; end <= records.length; end++) {
        expect(isLegal(records.slice(0, end))).toBe(true);
        expect(accepted(records.slice(0, end))).toBe(true);
      }
    }
  });

  test("with a gap, a doubled record or two records swapped is refused", () => {
    fc.assert(
      fc.property(places, ({ records, at, other }) => {
        const dropped = records.toSpliced(at, 1);
        expect(accepted(readable(dropped) ?? [])).toBe(at === records.length - 1);
        expect(accepted(readable(records.toSpliced(other, 0, records[at] as Loose)) ?? [])).toBe(false);
        const swapped = records.with(at, records[other] as Loose).with(other, records[at] as Loose);
        expect(accepted(readable(swapped) ?? [])).toBe(at === other);
      }),
      { numRuns: 300 },
    );
  });

  test("with a gap, a doubled record or two swapped, and numbered anew, is accepted only when it is legal", () => {
    const tamper = fc.constantFrom("drop", "double", "swap", "cut");
    fc.assert(
      fc.property(places, tamper, ({ records, at, other }, how) => {
        const tampered = {
          drop: records.toSpliced(at, 1),
          double: records.toSpliced(other, 0, { ...records[at] }),
          swap: records.with(at, records[other] as Loose).with(other, records[at] as Loose),
          cut: records.toSpliced(Math.min(at, other), Math.abs(at - other)),
        }[how];
        const read = readable(numbered(tampered)) ?? [];
        expect(accepted(read)).toBe(isLegal(read));
      }),
      { numRuns: 1500 },
    );
  });

  test.each(Object.keys(edits))("in which a record %s is accepted only when it is legal", (name) => {
    fc.assert(
      fc.property(places, ({ records, at, other }) => {
        const edited = edits[name]?.(records[at] as Loose, records[other] as Loose) ?? {};
        const read = readable(numbered(records.with(at, { ...edited })));
        expect(read === undefined || accepted(read) === isLegal(read)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  test("says at which record it is refused, and changes nothing by refusing it", () => {
    const [records = []] = journals;
    const tampered = records.toSpliced(1, 0, records[0] as JournalRecord);
    expect(() => Status.fromJournal(tampered)).toThrow(
      "journal record 1: it follows record 1. Records are numbered without gaps: one is missing or doubled.",
    );
  });
});

describe("tampering that no reading of the records alone can see", () => {
  // What is legal by itself, and by the independent rules: only a seal over the file could tell that it was edited.
  test.each<readonly [string, (record: Loose) => Loose]>([
    ["another time", (record) => ({ ...record, at: 0 })],
    ["another duration", (record) => ("durationMs" in record ? { ...record, durationMs: 1 } : record)],
    ["no changes", (record) => ("changes" in record ? { ...record, changes: [] } : record)],
    ["other annotations", (record) => ("annotations" in record ? { ...record, annotations: { n: 1 } } : record)],
    ["another place of the result", (record) => ("result" in record ? { ...record, result: "elsewhere" } : record)],
    ["another run id", (record) => ("runId" in record ? { ...record, runId: "r2" } : record)],
  ])("is %s", (_, edit) => {
    for (const records of journals.slice(0, 10))
      expect(accepted(readable(records.map((record) => edit(JSON.parse(encodeRecord(record)) as Loose))) ?? [])).toBe(
        true,
      );
  });
});
