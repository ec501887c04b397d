/** The starts and completions that most of a journal is, told by their numbers: the same as records of them. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { JournalError, type JournalRecord } from "../../src/index.ts";
import { JournalLog } from "../../src/journal/journal-log.ts";
import { isPlainCompletion } from "../../src/journal/record-columns.ts";
import type { SchemaFingerprint } from "../../src/schema/fingerprint-schema.ts";
import { journal } from "../../src/testing/index.ts";

const takeByNumbers = (log: JournalLog, record: JournalRecord): void => {
  if (record.type === "experiment.started") log.startExperiment(record.at, record.experiment);
  else if (record.type === "experiment.completed") log.completeExperiment(record.at, record.experiment);
  else if (record.type === "module.started")
    log.startExecution(record.at, record.execution, record.schemaBefore, record.queuedMs);
  else if (record.type === "module.completed" && isPlainCompletion(record.attempt, record))
    log.completeExecution(record.at, record.execution, record);
  else log.append(record);
};

const logOf = (
  records: readonly JournalRecord[],
  take: (log: JournalLog, record: JournalRecord) => void,
  retention = {},
): JournalLog => {
  const log = new JournalLog(retention);
  for (const record of records) take(log, record);
  return log;
};

const append = (log: JournalLog, record: JournalRecord): void => log.append(record);

/** All that a log and the state of its run say. */
const saidBy = ({ records, state }: JournalLog): unknown => ({
  records,
  run: [state.state, state.seq, state.durationMs, state.resumptions, state.cancelled, state.blocked, state.reused],
  counts: [state.executions, state.experiments, state.modules, state.totals],
  last: [state.lastSnapshotSeq, state.lastChange],
  metadata: state.plan.modules.map((_, depth) => state.hasMetadata(depth)),
  executions: Array.from(state.plan.executions(), ({ index }) => [
    state.executionState(index),
    state.attempt(index),
    state.recordsOf(index),
    state.schemaAfter(index),
    state.blockedBy(index),
  ]),
});

/** What comes of the next record: nothing, or the words it is refused with. */
const outcomeOf = (take: () => void): string => {
  try {
    take();
    return "taken";
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(JournalError);
    return (thrown as JournalError).message;
  }
};

const unknownSchema = "sha256:never recorded" as SchemaFingerprint;

interface Drawn {
  readonly type: "experiment.started" | "experiment.completed" | "module.started" | "module.completed";
  /** Of the plan, or just outside. */
  readonly subject: number;
  readonly before: number;
  readonly after: number;
}

/** A record that may be anything but legal after those of a log; what it repeats of the plan is right. */
const nextRecord = ({ state }: JournalLog, { type, subject, before, after }: Drawn): JournalRecord => {
  const { executions, experiments } = state.plan.size;
  const head = { seq: state.seq + 1, at: 1_700_000_000_000 };
  if (type === "experiment.started" || type === "experiment.completed")
    return { ...head, type, experiment: (subject % (experiments + 2)) - 1 };
  const execution = (subject % (executions + 2)) - 1;
  const isPlanned = execution >= 0 && execution < executions;
  const { moduleName, experimentName, parent } = isPlanned
    ? state.planned(execution)
    : { moduleName: "", experimentName: "", parent: undefined };
  const schemas = [
    parent === undefined ? null : state.schemaAfter(parent),
    null,
    unknownSchema,
    ...Array.from(state.plan.executions(), ({ index }) => state.schemaAfter(index)),
  ];
  const named = { ...head, execution, moduleName, experimentName, attempt: 1 };
  // Mostly the right one, so that what is refused is refused for every reason there is.
  const schemaBefore = schemas[before % 4 === 0 ? before % schemas.length : 0] ?? null;
  if (type === "module.started") return { ...named, type, schemaBefore };
  const schemaAfter = schemas[after % schemas.length] ?? null;
  const measured = { changes: [], annotations: {}, durationMs: 1, result: "memory" };
  return { ...named, type, origin: "executed", schemaBefore, schemaAfter, ...measured };
};

const drawn: fc.Arbitrary<Drawn> = fc.record({
  type: fc.constantFrom("experiment.started", "experiment.completed", "module.started", "module.completed"),
  subject: fc.nat(),
  before: fc.nat(),
  after: fc.nat(),
});

describe("moves told by their numbers", () => {
  test("come to the same journal and the same state as records of them, at each of them", () => {
    fc.assert(
      fc.property(journal({ maxMoves: 60 }), fc.nat(), fc.option(fc.nat(20)), (records, end, keep) => {
        const some = records.slice(0, end % (records.length + 1));
        const retention = keep === null ? {} : { records: keep };
        expect(saidBy(logOf(some, takeByNumbers, retention))).toEqual(saidBy(logOf(some, append, retention)));
        expect(logOf(records, takeByNumbers).records).toEqual(records);
      }),
      { numRuns: 300 },
    );
  });

  test("are kept with times that columns cannot hold", () => {
    const anyTime = fc.double({ noNaN: true, min: -1e15, max: 1e15 }).map((at) => at + 0);
    fc.assert(
      fc.property(journal(), fc.array(anyTime, { minLength: 1 }), (records, times) => {
        const timed = records.map((record, place) => ({ ...record, at: times[place % times.length] ?? 0 }));
        expect(logOf(timed, takeByNumbers).records).toEqual(timed);
      }),
      { numRuns: 100 },
    );
  });

  test("are refused with the words that a record of them is refused with, and change nothing then", () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(journal(), fc.nat(), fc.array(drawn, { minLength: 1, maxLength: 20 }), (records, end, tries) => {
        const some = records.slice(0, end % (records.length + 1));
        for (const each of tries) {
          const [byNumbers, asRecord] = [logOf(some, takeByNumbers), logOf(some, append)];
          const record = nextRecord(asRecord, each);
          const refusal = outcomeOf(() => asRecord.append(record));
          expect(outcomeOf(() => takeByNumbers(byNumbers, record))).toBe(refusal);
          expect(saidBy(byNumbers)).toEqual(saidBy(asRecord));
          seen.add(refusal.replaceAll(/(?:journal record )?\d+|\S*\[[^\]]*\]|sha256:[^,.]*/gu, "…"));
        }
      }),
      { numRuns: 400 },
    );
    // Every rule refused something, or nothing was tried.
    expect(seen.size).toBeGreaterThan(12);
  });
});
