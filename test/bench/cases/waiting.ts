import { defineWorkflow, Executor } from "../../../src/index.ts";
import { defineCase } from "../harness/bench-case.ts";
import { cpu } from "../harness/meters.ts";
import { configOf } from "../path-workflow.ts";

const executions = 10_000;
const config = configOf([executions]);
let called = 0;

/** Alternately 0 and 1 ms; Node waits a millisecond for either. */
const wait = (): Promise<number> => new Promise((resolve) => setTimeout(resolve, called++ % 2, called));

const workflow = defineWorkflow("waiting").module("Module0", { run: wait });

const run = async (concurrency: number): Promise<void> => {
  const { state } = await new Executor({ workflow, config, concurrency }).run();
  if (state !== "Completed") throw new Error(`the run is ${state}`);
};

/** The same timers, as many at once, and nothing that tells of them. */
const timers = async (concurrency: number): Promise<void> => {
  let left = executions;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await wait();
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
};

export default defineCase({
  title: `CPU time of ${executions.toLocaleString("en")} modules that wait for timers of 0 and 1 ms`,
  subjects: {
    together: { meter: cpu, operations: executions, work: () => run(1000) },
    timersTogether: { meter: cpu, operations: executions, work: () => timers(1000) },
    inTurn: { meter: cpu, operations: executions, work: () => run(1) },
    timersInTurn: { meter: cpu, operations: executions, work: () => timers(1) },
  },
  figures: [
    {
      label: "1,000 at once to one at a time, less what the timers cost",
      unit: "×",
      of: (took) => (took.together - took.timersTogether) / (took.inTurn - took.timersInTurn),
      goal: 1.3,
    },
    { label: "1,000 at once to one at a time, timers and all", unit: "×", of: (took) => took.together / took.inTurn },
    {
      label: "an execution, 1,000 at once, less its timer",
      unit: "µs",
      of: (took) => took.together - took.timersTogether,
    },
    { label: "an execution, one at a time, less its timer", unit: "µs", of: (took) => took.inTurn - took.timersInTurn },
  ],
});
