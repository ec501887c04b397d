/** Records are read from a batch as they were given, whatever they are, and a batch that was changed is never another run's. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { decodeRecord, encodeRecord, JournalError, type JournalRecord } from "../../../../src/index.ts";
import { decodeBatch } from "../../../../src/store/sqlite/batch-codec/decode-batch.ts";
import { BatchEncoder } from "../../../../src/store/sqlite/batch-codec/encode-batch.ts";
import { RunDictionary } from "../../../../src/store/sqlite/batch-codec/run-dictionary.ts";
import { journal } from "../../../../src/testing/index.ts";
import { asRecorded } from "./as-recorded.ts";

const hash = (digit: number): string => `sha256:${digit.toString(16).repeat(64)}`;

/** Members that records of an executor have, and random ones have not: results that are kept, times of any kind. */
const given = fc
  .tuple(
    journal(),
    fc.array(fc.record({ result: fc.nat(20), ms: oddDurations(), at: oddTimes() }), { minLength: 1, maxLength: 20 }),
    fc.boolean(),
  )
  .map(([records, details, recorded]) =>
    records.map((record, n): JournalRecord => {
      const { result, ms, at } = details[n % details.length] ?? { result: 0, ms: 0, at: same };
      const timed = { ...record, at: at(record.at), ...("durationMs" in record && { durationMs: ms }) };
      const told = record.type === "module.completed" && result < 16 ? { ...timed, result: hash(result % 3) } : timed;
      return recorded ? asRecorded(told) : told;
    }),
  );

function same(at: number): number {
  return at;
}

function oddDurations(): fc.Arbitrary<number> {
  return fc.oneof(
    fc.nat(1e9).map((ns) => ns / 1e6),
    fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, 1e21, Number.MIN_VALUE, Number.MAX_VALUE, 2 ** 51 / 1e6),
  );
}

function oddTimes(): fc.Arbitrary<(at: number) => number> {
  return fc.oneof(
    { weight: 5, arbitrary: fc.constant(same) },
    fc.constantFrom<(at: number) => number>(
      (at) => at + 0.25,
      (at) => -at,
      () => 0,
      () => Number.MAX_SAFE_INTEGER,
      (at) => at - 3_600_000,
    ),
  );
}

/** Records in batches, as a run appends them: their lengths are drawn too. */
const batches = fc
  .tuple(given, fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 }))
  .map(([records, lengths]) => {
    const cut: JournalRecord[][] = [];
    for (let at = 0; at < records.length;) {
      const length = lengths[cut.length % lengths.length] ?? 1;
      cut.push(records.slice(at, at + length));
      at += length;
    }
    return cut;
  });

const encoded = (cut: readonly (readonly JournalRecord[])[]): readonly Uint8Array[] => {
  const encoder = new BatchEncoder(new RunDictionary());
  return cut.map((records) => Uint8Array.from(encoder.encode(records)));
};

/** What is read; undefined where that is refused with an error of a kind that says the bytes are wrong. */
const ifReadable = <Value>(read: () => Value): Value | undefined => {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof RangeError || thrown instanceof SyntaxError || thrown instanceof JournalError)
      return undefined;
    if (thrown instanceof Error && "code" in thrown && String(thrown.code).startsWith("Z_")) return undefined;
    throw thrown;
  }
};

const firstOf = (cut: readonly (readonly JournalRecord[])[], at: number): number => cut[at]?.[0]?.seq ?? 0;
const readAnew = (record: JournalRecord): JournalRecord => decodeRecord(JSON.parse(encodeRecord(record)));

describe("the batches of a run", () => {
  test("are read as their records were given, and give the lines of the journal file", () => {
    fc.assert(
      fc.property(batches, (cut) => {
        const dictionary = new RunDictionary();
        for (const [at, body] of encoded(cut).entries()) {
          const { records, lines } = decodeBatch(dictionary, firstOf(cut, at), body);
          expect(records).toEqual((cut[at] ?? []).map(readAnew));
          expect(records.map((record) => lines.get(record.seq) ?? encodeRecord(record))).toEqual(
            (cut[at] ?? []).map(encodeRecord),
          );
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("are read in any order, once those that define something were read", () => {
    fc.assert(
      fc.property(batches, fc.nat(), (cut, place) => {
        const bodies = encoded(cut);
        const dictionary = new RunDictionary();
        for (const [at, body] of bodies.entries()) if (body[0] === 2) decodeBatch(dictionary, firstOf(cut, at), body);
        const at = place % bodies.length;
        const { records } = decodeBatch(dictionary, firstOf(cut, at), bodies[at] ?? new Uint8Array());
        expect(records).toEqual((cut[at] ?? []).map(readAnew));
      }),
      { numRuns: 300 },
    );
  });

  test("are written again as they were when one of them was not kept", () => {
    fc.assert(
      fc.property(batches, (cut) => {
        const dictionary = new RunDictionary();
        const encoder = new BatchEncoder(dictionary);
        const reader = new RunDictionary();
        for (const [at, records] of cut.entries()) {
          const before = dictionary.sizes;
          encoder.encode(records);
          dictionary.backTo(before);
          const { records: read } = decodeBatch(reader, firstOf(cut, at), encoder.encode(records));
          expect(read).toEqual(records.map(readAnew));
        }
      }),
      { numRuns: 300 },
    );
  });

  test("are refused when one that defined something is missing, or read as they were", () => {
    fc.assert(
      fc.property(batches, (cut) => {
        const bodies = encoded(cut);
        const defining = bodies.findLastIndex((body) => body[0] === 2);
        const dictionary = new RunDictionary();
        for (const [at, body] of bodies.entries()) {
          if (at === defining) continue;
          const read = ifReadable(() => decodeBatch(dictionary, firstOf(cut, at), body).records);
          if (read === undefined) return;
          expect(read).toEqual((cut[at] ?? []).map(readAnew));
        }
      }),
      { numRuns: 300 },
    );
  });

  test("that are other bytes, any bytes, end as an error with a message, and soon", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.constantFrom(1, 2, 0x7b), (bytes, first) => {
        ifReadable(() => decodeBatch(new RunDictionary(), 1, Uint8Array.of(first, ...bytes)));
      }),
      { numRuns: 2000 },
    );
  });
});

test("a long line is deflated, and read as it was", () => {
  const experiments = Array.from({ length: 2_000 }, (_, n) => `é${n}`);
  const params = [experiments.map(() => "0".repeat(64))];
  const modules = [{ moduleName: "Loader", experiments }];
  const [first] = fc.sample(journal(), 1)[0] ?? [];
  const record = { ...first, modules, params } as JournalRecord;
  const [body = new Uint8Array()] = encoded([[record]]);
  expect(encodeRecord(record).length / body.length).toBeGreaterThan(8);
  const { records, lines } = decodeBatch(new RunDictionary(), 1, body);
  expect(records).toEqual([readAnew(record)]);
  expect(lines.get(1)).toBe(encodeRecord(record));
});

test("a list of changes that came twice in a batch that was not kept is not known by its number any more", () => {
  const dictionary = new RunDictionary();
  const [lost, kept]: [[], []] = [[], []];
  const before = dictionary.sizes;
  dictionary.defineChanges("lost", lost);
  expect(dictionary.numberOfChanges("lost", lost)).toBe(0);
  expect(dictionary.numberOfList(lost)).toBe(0);
  dictionary.backTo(before);
  dictionary.defineChanges("kept", kept);
  expect(dictionary.numberOfList(lost)).toBeUndefined();
  expect(dictionary.changes(0)).toBe(kept);
});

describe("what an executor records of one execution", () => {
  const execution = 123_456;
  const about = { execution, moduleName: "Loader", experimentName: `e${execution}`, attempt: 1 };
  const experiments = Array.from({ length: 200_000 }, (_, n) => `e${n}`);
  const at = 1_700_000_000_000;
  const started = {
    seq: 1,
    at,
    type: "run.started",
    version: 1,
    runId: "r1",
    workflow: "kept",
    modules: [{ moduleName: "Loader", experiments }],
    concurrency: 1,
    onFailure: "continue",
  } as unknown as JournalRecord;
  const begun: JournalRecord[] = [
    { seq: 2, at: at + 30_000, type: "experiment.started", experiment: execution },
    { seq: 3, at: at + 30_000, type: "module.started", ...about, schemaBefore: null },
  ];
  const end = { schemaAfter: null, changes: [], annotations: {}, durationMs: 0.012345 };
  const ended: JournalRecord[] = [
    {
      seq: 4,
      at: at + 30_001,
      type: "module.completed",
      ...about,
      origin: "executed",
      schemaBefore: null,
      ...end,
      result: hash(3),
    },
    { seq: 5, at: at + 30_001, type: "experiment.completed", experiment: execution },
  ];

  test("takes 14 bytes to begin, and 18 and the hash of its result to end", () => {
    const [, one, other] = encoded([
      [started],
      begun,
      [...ended].map((record, n) => asRecorded({ ...record, seq: 4 + n })),
    ]);
    expect([one?.length, other?.length]).toEqual([14, 18 + 32]);
    expect([begun, ended].flat().map(encodeRecord).join("\n").length).toBeGreaterThan(600);
  });
});
