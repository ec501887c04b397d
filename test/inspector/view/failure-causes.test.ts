import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { groupFailures } from "../../../src/cli/failure-groups.ts";
import { RunFold } from "../../../src/inspector/protocol/run-fold.ts";
import { failureCauses } from "../../../src/inspector/view/failure-causes.ts";
import { failureCause } from "../../../src/journal/failure-cause.ts";
import type { JournalRecord } from "../../../src/journal/record.ts";
import { Status } from "../../../src/status/status-from-journal.ts";
import { experimentKey } from "../../../src/workflow/experiment-key.ts";
import { journal } from "../../../src/testing/index.ts";
import { columnsOf } from "../columns-of.ts";

const stacks = [
  undefined,
  "E: x\n    at fit (/project/fit.ts:1:2)",
  "E: x\n    at fit (/project/fit.ts:9:2)",
  "E: x\n    at Array.map (<anonymous>)\n    at fit (/project/fit.ts:9:2)",
  "E: x\n    at run (node:internal/timers:5:1)\n    at load (file:///project/load.ts:1:2)",
];

/** Journals whose failures come from several places: those of one message may be two ways to fail. */
const failing = fc
  .tuple(journal(), fc.array(fc.record({ stack: fc.constantFrom(...stacks), long: fc.boolean() }), { minLength: 1 }))
  .map(([records, drawn]) =>
    records.map((record): JournalRecord => {
      const { stack, long } = drawn[record.seq % drawn.length] ?? { long: false };
      if (record.type !== "module.failed") return record;
      const message = long ? `first line\n${"x".repeat(400)}${record.seq % 2}` : record.error.message;
      return { ...record, error: { ...record.error, message, ...(stack !== undefined && { stack }) } };
    }),
  );

describe("the causes of failures", () => {
  test("are the groups of the command line, at every record of any journal", () => {
    fc.assert(
      fc.property(failing, (records) => {
        const fold = new RunFold(columnsOf(records));
        for (let seq = 1; seq <= records.length; seq++) {
          fold.seek(seq);
          const groups = groupFailures(Status.fromJournal(records.slice(0, seq)));
          const shown = failureCauses(fold).map(({ reason, executions, blocked }) => ({
            reason,
            blocked,
            keys: executions.map((execution) => experimentKey(fold.plan.execution(execution).path)),
          }));
          expect(shown).toEqual(
            groups.map(({ reason, executions, blocked }) => ({
              reason,
              blocked,
              keys: executions.map(({ key }) => key),
            })),
          );
        }
      }),
    );
  });

  test("partition the executions that failed, each with the records of its first and last", () => {
    fc.assert(
      fc.property(failing, (records) => {
        const fold = new RunFold(columnsOf(records));
        fold.seek(records.length);
        const causes = failureCauses(fold);
        const failed = records.filter((record) => record.type === "module.failed");
        const executions = causes.flatMap((cause) => cause.executions);
        expect(executions.toSorted((a, b) => a - b)).toEqual(
          failed.map(({ execution }) => execution).toSorted((a, b) => a - b),
        );
        for (const { executions: own, firstSeq, lastSeq, moduleNames } of causes) {
          expect(records[firstSeq - 1]).toMatchObject({ type: "module.failed", execution: own[0] });
          expect(records[lastSeq - 1]).toMatchObject({ type: "module.failed", execution: own.at(-1) });
          expect(moduleNames).toEqual([...new Set(own.map((execution) => fold.plan.execution(execution).moduleName))]);
        }
      }),
    );
  });

  test("are told apart by the first frame that is the user's own, and by all of the message", () => {
    const causeOf = (message: string, stack = ""): string =>
      failureCause({ reason: "error", error: { name: "E", message, stack } });
    expect(causeOf("a", stacks[2])).toBe(causeOf("a", stacks[3]));
    expect(causeOf("a", stacks[1])).not.toBe(causeOf("a", stacks[2]));
    expect(causeOf("a\nb")).not.toBe(causeOf("a\nc"));
  });
});
