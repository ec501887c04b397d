/** Journals that released versions wrote are read and replayed. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { encodeRecord, type JournalRecord, parseJournal, Status } from "../../../src/index.ts";
import { journalVersion } from "../../../src/journal/record.ts";

const versions = readdirSync(import.meta.dirname, { withFileTypes: true, encoding: "utf8" })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const read = (version: string, name: string): string => readFileSync(join(import.meta.dirname, version, name), "utf8");

const goldens = versions.flatMap((version) =>
  readdirSync(join(import.meta.dirname, version)).map((name) => ({ version, name, text: read(version, name) })),
);

describe.each(goldens)("the journal $version/$name", ({ text }) => {
  const { records, torn } = parseJournal(text);

  test("is read whole, and nothing of it is lost when it is written again", () => {
    expect(torn).toBeUndefined();
    const lines = text.trimEnd().split("\n");
    expect(records.map((record) => JSON.parse(encodeRecord(record)))).toEqual(lines.map((line) => JSON.parse(line)));
  });

  test("is replayed up to any of its records", () => {
    const status = Status.fromJournal(records);
    for (const { seq } of records) expect(status.statusAt(seq).seq).toBe(seq);
    expect(status.seq).toBe(records.length);
  });
});

test("the journals of version 1 tell what they told when they were written", () => {
  const told = ["finished", "forked", "resumed", "completed"].map((name) => {
    const status = Status.fromJournal(parseJournal(read("v1", `${name}.ndjson`)).records);
    const { runId, state, totalChanges, totalSnapshots } = status.getStatusSummary();
    return [
      runId,
      state,
      status.executionCounts,
      totalChanges,
      totalSnapshots,
      status.getFailures().map(({ key }) => key),
    ];
  });
  expect(told).toMatchInlineSnapshot(`
    [
      [
        "finished",
        "Failed",
        {
          "Completed": 7,
          "Failed": 2,
          "InProgress": 0,
          "NotStarted": 0,
        },
        22,
        19,
        [
          "Loader[one]_Scaler[steady]_Reporter[bad]",
          "Loader[one]_Scaler[flaky]_Reporter[bad]",
        ],
      ],
      [
        "forked",
        "Failed",
        {
          "Completed": 7,
          "Failed": 2,
          "InProgress": 0,
          "NotStarted": 0,
        },
        22,
        19,
        [
          "Loader[one]_Scaler[steady]_Reporter[bad]",
          "Loader[one]_Scaler[flaky]_Reporter[bad]",
        ],
      ],
      [
        "resumed",
        "Failed",
        {
          "Completed": 7,
          "Failed": 2,
          "InProgress": 0,
          "NotStarted": 0,
        },
        22,
        19,
        [
          "Loader[one]_Scaler[steady]_Reporter[bad]",
          "Loader[one]_Scaler[flaky]_Reporter[bad]",
        ],
      ],
      [
        "completed",
        "Completed",
        {
          "Completed": 5,
          "Failed": 0,
          "InProgress": 0,
          "NotStarted": 0,
        },
        17,
        10,
        [],
      ],
    ]
  `);
});

test("there are golden journals of every version, and all types of records are in them", () => {
  expect(versions.toSorted()).toEqual(Array.from({ length: journalVersion }, (_, at) => `v${at + 1}`));
  const types: Readonly<Record<JournalRecord["type"], true>> = {
    "run.started": true,
    "run.resumed": true,
    "schema.recorded": true,
    "experiment.started": true,
    "module.started": true,
    "step.completed": true,
    "module.retried": true,
    "module.completed": true,
    "module.failed": true,
    "experiment.completed": true,
    "experiment.failed": true,
    "run.completed": true,
    "run.failed": true,
  };
  const found = new Set(goldens.flatMap(({ text }) => parseJournal(text).records.map(({ type }) => type)));
  expect([...found].toSorted()).toEqual(Object.keys(types).toSorted());
});
