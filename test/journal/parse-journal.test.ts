import * as fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import { encodeRecord, JournalError, parseJournal, Status } from "../../src/index.ts";
import { build, randomWorkflow } from "../executor/workflow-arbitrary.ts";

let text = "";
let status = new Status();

beforeAll(async () => {
  const [random] = fc.sample(randomWorkflow, { numRuns: 1, seed: 7 });
  const { executor } = build(random as Parameters<typeof build>[0]);
  await executor.run();
  status = executor.status;
  text = status.records.map((record) => `${encodeRecord(record)}\n`).join("");
});

const isReadOrRefused = (file: string): boolean => {
  try {
    return Status.fromJournal(parseJournal(file).records).seq >= 0;
  } catch (thrown) {
    if (thrown instanceof JournalError) return true;
    throw thrown;
  }
};

describe("a journal file", () => {
  test("cut anywhere gives the whole records before the cut, and they are a legal journal", () => {
    fc.assert(
      fc.property(fc.nat(), (at) => {
        const cut = text.slice(0, at % (text.length + 1));
        const { records, torn } = parseJournal(cut);
        const lines = cut.split("\n");
        const rest = lines.pop() ?? "";
        const whole = rest !== "" && text.startsWith(`${cut}\n`) ? 1 : 0;
        expect(records).toStrictEqual(status.records.slice(0, lines.length + whole));
        expect(torn).toBe(rest === "" || whole === 1 ? undefined : rest);
        expect(Status.fromJournal(records).seq).toBe(records.length);
      }),
      { numRuns: 200 },
    );
  });

  test("may hold empty lines and Windows line ends", () => {
    const spaced = `\n${text.replaceAll("\n", "\r\n\n")}`;
    expect(parseJournal(spaced).records).toStrictEqual(status.records);
  });

  test("with a line that is no record is refused, with the number of that line in the file", () => {
    expect(() => parseJournal(`\n\n{"type":\n`)).toThrow(/journal record 2: line 3 is not JSON/u);
    expect(() => parseJournal(`${text}null\n`)).toThrow(JournalError);
  });

  test("with any text in it is read or refused, never a crash", () => {
    fc.assert(
      fc.property(fc.nat(), fc.string({ unit: "binary" }), (at, garbage) => {
        const place = at % text.length;
        expect(isReadOrRefused(text.slice(0, place) + garbage + text.slice(place))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("with a bit of it changed is read or refused, never a crash", () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 127 }), (at, flip) => {
        const bytes = Buffer.from(text);
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ flip;
        expect(isReadOrRefused(bytes.toString())).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
