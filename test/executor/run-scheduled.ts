import { setImmediate } from "node:timers/promises";
import type * as fc from "fast-check";

import type { Built } from "./workflow-arbitrary.ts";

/** Runs while the scheduler settles one waiting promise at a time, in an order of its own; `look` sees each quiet moment. */
export const runScheduled = async (
  executor: Built["executor"],
  scheduler: fc.Scheduler,
  look: () => unknown = () => undefined,
  start = (ready: Built["executor"]): Promise<unknown> => ready.run(),
): Promise<void> => {
  const progress = { over: false };
  let stuck = 0;
  const run = start(executor).finally(() => (progress.over = true));
  for (;;) {
    // Long enough for every fiber that was woken to have gone as far as it can.
    for (let quiet = 0, { seq } = executor.status; quiet < 4; quiet = executor.status.seq === seq ? quiet + 1 : 0) {
      ({ seq } = executor.status);
      await setImmediate();
    }
    if (progress.over) break;
    if (scheduler.count() === 0) {
      if (++stuck > 500) throw new Error("the run is not over, and nothing of it is in progress");
      continue;
    }
    stuck = 0;
    look();
    await scheduler.waitOne();
  }
  await run;
};

/** Settles promises when the scheduler says so. */
export const scheduled =
  (scheduler: fc.Scheduler) =>
  (label: string): Promise<void> =>
    scheduler.schedule(Promise.resolve(), label);
