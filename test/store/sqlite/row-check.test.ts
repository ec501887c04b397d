/** The checksum that a batch writes is the one that a reader computes of the row. */
import * as fc from "fast-check";
import { expect, test } from "vitest";

import { rowCheck, rowCheckOf, runFacts } from "../../../src/store/sqlite/row-check.ts";

test("the checksum of a row put together from its parts is that of the row, whatever its names", () => {
  const number = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constant(1e21));
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "binary" }),
      fc.constantFrom("InProgress", "Completed", "Failed"),
      fc.array(number, { minLength: 7, maxLength: 7 }),
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      (runId, workflow, state, numbers, head) => {
        const [started_at, updated_at, records, executions, started, completed, failed] = numbers;
        const row = { run_id: runId, workflow, state, started_at, updated_at, records, executions, started, completed };
        expect(rowCheckOf(runFacts(runId, workflow), [state, ...numbers], head)).toBe(
          rowCheck({ ...row, failed, removed_at: null, head }),
        );
      },
    ),
  );
});
