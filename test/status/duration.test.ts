import * as fc from "fast-check";
import { expect, test } from "vitest";

import { defineWorkflow, Executor, type JournalRecord, Status } from "../../src/index.ts";

/** The records of a run, which say nothing yet of when they were made. */
const recordsOf = async (experiments: number): Promise<readonly JournalRecord[]> => {
  const workflow = defineWorkflow("w").module("Loader", { run: () => 1 });
  const executor = new Executor({ workflow, config: { Loader: { a: { repeat: experiments } } } });
  await executor.run();
  return executor.status.records;
};

/** How long after the record before it each is made, and before which of them the run was resumed, after what time. */
const passing = fc.record({
  experiments: fc.integer({ min: 1, max: 3 }),
  worked: fc.array(fc.nat(1000), { minLength: 20, maxLength: 20 }),
  idle: fc.array(fc.option(fc.integer({ min: -5000, max: 100_000 }), { nil: undefined, freq: 3 }), {
    minLength: 20,
    maxLength: 20,
  }),
  durationMs: fc.nat(5000),
  end: fc.nat(20),
});

test("the duration of a run is the time in which processes worked on it, whatever passed between two of them", async () => {
  const runs = await Promise.all([1, 2, 3].map(recordsOf));
  fc.assert(
    fc.property(passing, ({ experiments, worked, idle, durationMs, end }) => {
      const records: JournalRecord[] = [];
      let [at, earlier, here, resumptions] = [1_000_000, 0, 0, 0];
      for (const [place, record] of (runs[experiments - 1] ?? []).slice(0, end + 1).entries()) {
        const gap = idle[place];
        if (place > 0 && gap !== undefined) {
          // The wall clock may have been set back meanwhile.
          at += gap;
          earlier += here;
          here = 0;
          resumptions++;
          records.push({ seq: records.length + 1, at, type: "run.resumed", concurrency: 1 });
        }
        const more = place === 0 ? 0 : (worked[place] ?? 0);
        at += more;
        here += more;
        const ends = record.type === "run.completed" ? { durationMs } : {};
        records.push({ ...record, ...ends, seq: records.length + 1, at });
      }
      const status = Status.fromJournal(records);
      expect(status.durationMs).toBe(earlier + (status.isOver() ? durationMs : here));
      expect(status.resumptions).toBe(resumptions);
    }),
  );
});
