import { expect, test } from "vitest";

import { describeExploration, exploreRun } from "../../src/testing/explore-run.ts";
import { ExploredRun } from "../../src/testing/explore/explored-run.ts";
import { exploredShape } from "../../src/testing/explore/explored-shape.ts";

const both = { retry: { times: 1, delay: 5 }, timeout: 10 };

test.each([
  { modules: 1, experiments: 2, concurrency: 2, faults: 2, policies: both },
  { modules: 2, experiments: [1, 2], concurrency: 2, faults: 2, policies: both },
  // A wait and a timeout come due at the same moment.
  { modules: 1, experiments: 2, concurrency: 2, faults: 2, policies: { retry: { times: 1, delay: 10 }, timeout: 10 } },
  { modules: 1, experiments: 1, concurrency: 1, faults: 3, policies: { retry: { times: 2, delay: 1, factor: 2 } } },
  { modules: 1, experiments: 2, concurrency: 2, faults: 1, slowStore: true, policies: both },
  { modules: 2, experiments: 2, concurrency: 3, faults: 0, policies: [{}, { concurrency: 1 }] },
  { modules: 2, experiments: [2, 1], concurrency: 2, faults: 1, policies: [{ concurrency: 1 }, {}] },
  {
    modules: 2,
    experiments: 2,
    concurrency: 3,
    faults: 1,
    policies: [{ resources: { gpu: 1 } }, { resources: { gpu: 2 }, ...both }],
    resources: { gpu: 3 },
  },
  {
    modules: 3,
    experiments: [2, 1, 2],
    concurrency: 3,
    faults: 0,
    policies: [{}, { resources: { gpu: 2 } }, { resources: { gpu: 1 } }],
    resources: { gpu: 2 },
  },
  {
    modules: 2,
    experiments: 2,
    concurrency: 4,
    faults: 1,
    kinds: ["fail" as const],
    onFailure: "stop" as const,
    policies: [{}, { concurrency: 2 }],
  },
])("a run with policies keeps every invariant in every state that can be reached: %j", (options) => {
  const found = exploreRun(options);
  console.log(JSON.stringify(options), `${found.states} states, ${found.transitions} transitions`);
  expect(found.counterexample).toBeUndefined();
  expect(found.complete).toBe(true);
});

const one = { modules: 1, experiments: 1, concurrency: 1 };

test("each further attempt is a state of its own, and so is each wait before one", () => {
  // Not begun, three attempts, completed in each of them, and failed.
  const plain = exploreRun({ ...one, faults: 3, kinds: ["fail"], policies: { retry: { times: 2 } } });
  expect(plain).toEqual({ states: 8, transitions: 7, ends: 4, complete: true });
  const waits = exploreRun({ ...one, faults: 3, kinds: ["fail"], policies: { retry: { times: 2, delay: "1 hour" } } });
  expect(waits).toEqual({ states: 10, transitions: 9, ends: 4, complete: true });
});

test("an attempt takes too long only as a fault that may happen, and where there is a timeout", () => {
  const given = { ...one, faults: 1, kinds: ["timeout" as const] };
  expect(exploreRun(given)).toMatchObject({ states: 3, transitions: 2 });
  expect(exploreRun({ ...given, policies: { timeout: 10 } })).toMatchObject({ states: 4, transitions: 3, ends: 2 });
  expect(exploreRun({ ...given, faults: 0, policies: { timeout: 10 } })).toMatchObject({ states: 3, transitions: 2 });
});

test("time does not pass the timeout of a call that is in progress", () => {
  const policies = [{ retry: { times: 1, delay: 30 }, timeout: 10 }];
  const shape = exploredShape({ experiments: [2], concurrency: 2, onFailure: "continue", policies });
  const run = new ExploredRun(shape, 1, ["fail"]);
  run.take({ kind: "begin" });
  run.take({ kind: "fail", execution: 0 });
  expect(run.steps()).toEqual([{ kind: "complete", execution: 1 }]);
  run.take({ kind: "complete", execution: 1 });
  expect(run.steps()).toEqual([{ kind: "wait", execution: 0 }]);
  run.take({ kind: "wait", execution: 0 });
  expect([run.broken(), run.steps()]).toEqual([undefined, [{ kind: "complete", execution: 0 }]]);
  run.dispose();
});

test("limits leave fewer ways to go: as many at once as they allow, in one order", () => {
  const given = { modules: 1, experiments: 3, concurrency: 3 };
  // Not begun, and each of three done or not; or one after the other.
  expect(exploreRun(given).states).toBe(1 + 2 ** 3);
  expect(exploreRun({ ...given, policies: { concurrency: 1 } })).toMatchObject({ states: 5, transitions: 4 });
  const resources = { gpu: 1 };
  expect(exploreRun({ ...given, policies: { resources }, resources })).toMatchObject({ states: 5, transitions: 4 });
  // More than there are workers bind nobody.
  expect(exploreRun({ ...given, policies: { concurrency: 3 } })).toMatchObject({ states: 9, transitions: 13 });
});

test("what a policy makes of a run is told in words", () => {
  const found = exploreRun({ ...one, faults: 2, kinds: ["timeout"], policies: both });
  expect(describeExploration(found)).toBe(
    "7 states, 6 transitions, 3 ends: all that can be reached, and nothing is wrong in any of it.",
  );
});

test("policies that cannot be used are refused", () => {
  expect(() => exploreRun({ ...one, policies: [{}, {}] })).toThrow(
    new RangeError("exploreRun: policies gives 2 for 1 modules. Give each module one."),
  );
  expect(() => exploreRun({ ...one, policies: { timeout: -1 } })).toThrow("A › timeout: -1 is not a duration above 0");
  expect(() => exploreRun({ ...one, policies: { resources: { gpu: 1 } } })).toThrow(
    "the run has no resource of this name",
  );
  const jitter: object = { retry: { times: 1, delay: 1, jitter: true } };
  expect(() => exploreRun({ ...one, policies: jitter })).toThrow("exploreRun: retry of a policy must be");
});
