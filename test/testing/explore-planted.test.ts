/** Defects planted in the executor are found, by one of the shortest ways there are to them. */
import * as Duration from "effect/Duration";
import { afterEach, expect, test } from "vitest";

import { Cancellation } from "../../src/executor/cancellation.ts";
import { ExecutionInputs, LostInput } from "../../src/executor/execution-inputs.ts";
import { Frontier } from "../../src/executor/frontier.ts";
import { RecordBatch } from "../../src/executor/record-batch.ts";
import { LiveActors } from "../../src/executor/run-actors.ts";
import { Slots } from "../../src/executor/slots.ts";
import { type ExploreOptions, exploreRun, type RunCounterexample } from "../../src/testing/explore-run.ts";
import { VirtualClock } from "../../src/testing/trial/virtual-clock.ts";

const sizes = { modules: 3, experiments: 2, concurrency: 3, faults: 1 };

/** The counterexample, without what only a file needs. */
const found = (options: ExploreOptions = sizes): Pick<RunCounterexample, "broken" | "trace"> => {
  const { counterexample, complete: all } = exploreRun(options);
  if (counterexample === undefined) throw new Error("nothing was found to be wrong");
  expect(all).toBe(false);
  const { broken, trace } = counterexample;
  return { broken, trace };
};

type Method = (...args: never[]) => unknown;

const planted: (() => void)[] = [];
afterEach(() => {
  for (const restore of planted.splice(0)) restore();
});

/** Puts `defect` in the place of a method until the test is over; it is given the real one, bound. */
const plant = <Of extends { [Each in Name]: Method }, Name extends string>(
  of: { readonly prototype: Of },
  name: Name,
  defect: (real: Of[Name], self: Of) => Of[Name],
): void => {
  const real = of.prototype[name];
  planted.push(() => Reflect.set(of.prototype, name, real));
  Reflect.set(of.prototype, name, function defective(this: Of, ...args: unknown[]) {
    return Reflect.apply(defect(real.bind(this) as Of[Name], this), this, args);
  });
};

test("an illegal transition: an execution fails twice", () => {
  plant(RecordBatch, "executionFailed", (real) => (...args) => {
    real(...args);
    real(...args);
  });
  expect(found()).toEqual({
    broken:
      "journal record 7: module.failed for A[a2], which is Failed. The lifecycle is NotStarted → InProgress → Completed | Failed.",
    trace: ["the run begins; the run is cancelled at append 2 of what follows"],
  });
});

test("a shared execution is started twice", () => {
  const again = new WeakMap<Frontier, ReturnType<Frontier["take"]>>();
  plant(Frontier, "take", (real, frontier) => (...args) => {
    const before = again.get(frontier);
    if (before !== undefined && again.delete(frontier)) return before;
    const branch = real(...args);
    if (branch?.depth === 1) again.set(frontier, branch);
    return branch;
  });
  expect(found()).toEqual({
    broken: "attempt 1 of A[a1]_B[b2] was called twice",
    trace: ["the run begins", "A[a1] completes", "A[a1]_B[b1] fails"],
  });
});

test("a lost wake-up: idle workers do not hear of what became ready", () => {
  plant(Frontier, "complete", (real) => (...args) => {
    real(...args);
    return false;
  });
  expect(found()).toEqual({
    broken: "2 executions are in progress, and 3 could be",
    trace: ["the run begins", "A[a1] completes"],
  });
});

test("a cancellation that nobody hears", () => {
  plant(Cancellation, "onCancel", () => () => () => undefined);
  expect(found()).toEqual({
    broken: "the run was cancelled, and is not over",
    trace: ["the run begins", "the run is cancelled"],
  });
});

test("a resumed run that does not record another attempt", () => {
  plant(RecordBatch, "retryInterrupted", () => () => undefined);
  expect(found()).toEqual({
    broken: "attempt 1 of A[a2] was called twice",
    trace: [
      "the run begins",
      "A[a1] completes; the process ends right after append 1 of what follows",
      "another process resumes the run",
    ],
  });
});

test("a module that reads the result of a sibling of the one above it", () => {
  // Of 3 modules with 2 experiments each: A[a1], the six below it, A[a2].
  const second = 7;
  plant(ExecutionInputs, "of", (real) => (experiment, above) => {
    const input = real(experiment, above === second ? 0 : above);
    return input instanceof LostInput ? real(experiment, above) : input;
  });
  expect(found()).toEqual({
    broken: "the input of A[a2]_B[b1] is A[a1], not A[a2]",
    trace: ["the run begins", "A[a1] completes", "A[a2] completes"],
  });
});

test("a run machine that is not told of experiments that failed with another", () => {
  plant(LiveActors, "tellRun", (real) => (event) => {
    if (event.type !== "experiment.fail") real(event);
  });
  expect(found()).toEqual({
    broken: "the run machine counted 0 completed and 2 failed experiments; on record are 0 and 8",
    trace: ["the run begins; the run is cancelled at append 2 of what follows"],
  });
});

/** Two experiments of one module, which have policies. */
const small = { modules: 1, experiments: 2, concurrency: 2, faults: 1 };

test("a limit that nobody keeps", () => {
  plant(Slots, "fits", () => () => true);
  const trace = ["the run begins"];
  expect(found({ ...small, policies: { concurrency: 1 } })).toEqual({
    broken: "2 of the concurrency of A is taken, and there is 1",
    trace,
  });
  const resources = { gpu: 1.5 };
  expect(found({ ...small, policies: { resources: { gpu: 1 } }, resources })).toEqual({
    broken: "2 of gpu is taken, and there is 1.5",
    trace,
  });
});

test("a worker that stays idle where something fits what is free", () => {
  plant(Slots, "isWanted", () => () => true);
  expect(found({ ...small, modules: 2, concurrency: 3, policies: [{}, { concurrency: 2 }] })).toEqual({
    broken: "A[a1]_B[b1] fits its limits, and waits; 1 of 3 workers are idle",
    trace: ["the run begins", "A[a1] completes"],
  });
});

test("a limit that is not given back", () => {
  plant(Slots, "giveBack", () => () => undefined);
  expect(found({ ...small, experiments: 3, concurrency: 3, policies: { concurrency: 2 } })).toEqual({
    broken: "A[a3] fits its limits, and waits; 2 of 3 workers are idle",
    trace: ["the run begins", "A[a1] completes"],
  });
});

test("a timeout that ends nothing", () => {
  plant(Cancellation, "cancel", (real) => (request) => {
    if (String(request.reason) !== "timeout") real(request);
  });
  expect(found({ ...small, policies: { timeout: 10 } })).toEqual({
    broken: "attempt 1 of A[a1] goes on after its timeout",
    trace: ["the run begins", "A[a1] takes too long"],
  });
});

test("a timeout, or a wait, that is not as long as it should be", () => {
  plant(VirtualClock, "sleep", (real) => (duration) => real(Duration.sum(duration, Duration.millis(1))));
  expect(found({ ...small, policies: { timeout: 10 } })).toEqual({
    broken: "timers run out in 11,11 ms; calls and waits in 10,10 ms",
    trace: ["the run begins"],
  });
  expect(found({ ...small, policies: { retry: { times: 1, delay: 5 } } })).toEqual({
    broken: "timers run out in 6 ms; calls and waits in 5 ms",
    trace: ["the run begins", "A[a1] fails"],
  });
});
