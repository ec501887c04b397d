import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseJournal, Status } from "../../src/index.ts";
import { ExploredRun } from "../../src/testing/explore/explored-run.ts";
import { exploredShape } from "../../src/testing/explore/explored-shape.ts";
import type { ExploredStep } from "../../src/testing/explore/explored-step.ts";
import { exploreRun } from "../../src/testing/explore-run.ts";

/**
 * How many states a run has when every ready execution is in progress at once: each subtree is not done yet, or its
 * root is and each subtree below is in any of its states. One more is the state before the run began.
 */
const statesWithoutLimit = (experiments: readonly number[]): number => {
  const ofSubtree = (depth: number): number => {
    const below = experiments[depth + 1];
    return below === undefined ? 2 : 1 + ofSubtree(depth + 1) ** below;
  };
  return 1 + ofSubtree(0) ** (experiments[0] ?? 0);
};

const leavesOf = (experiments: readonly number[]): number => experiments.reduce((product, each) => product * each, 1);

describe("an exploration without faults", () => {
  test.each([[[3]], [[4]], [[1, 1, 1]], [[2, 2]], [[1, 3]], [[2, 1, 2]], [[3, 2]]])(
    "of %j, with a worker for every experiment, visits exactly the states that can be",
    (experiments) => {
      const concurrency = leavesOf(experiments);
      const { states, ends, complete } = exploreRun({ modules: experiments.length, experiments, concurrency });
      expect({ states, ends, complete }).toEqual({ states: statesWithoutLimit(experiments), ends: 1, complete: true });
    },
  );

  test.each([[[2, 2]], [[3, 2, 1]], [[2, 2, 2]]])(
    "of %j with one worker goes one way: that of the plan",
    (experiments) => {
      const executions = exploredShape({ experiments, concurrency: 1, onFailure: "continue" }).plan.size.executions;
      const found = exploreRun({ modules: experiments.length, experiments, concurrency: 1 });
      expect(found).toEqual({ states: executions + 2, transitions: executions + 1, ends: 1, complete: true });
    },
  );
});

describe("a run", () => {
  test.each([
    { modules: 2, experiments: 2, concurrency: 2, faults: 1 },
    { modules: 2, experiments: 2, concurrency: 3, faults: 1, onFailure: "stop" as const },
    { modules: 3, experiments: [1, 2, 1], concurrency: 2, faults: 2 },
    { modules: 2, experiments: [2, 1], concurrency: 2, faults: 3 },
    { modules: 1, experiments: 2, concurrency: 2, faults: 3 },
    { modules: 1, experiments: 2, concurrency: 2, faults: 2, slowStore: true },
    { modules: 2, experiments: [1, 2], concurrency: 2, faults: 1, slowStore: true },
  ])("keeps every invariant in every state that can be reached: %j", (options) => {
    const found = exploreRun(options);
    console.log(JSON.stringify(options), `${found.states} states, ${found.transitions} transitions`);
    expect(found.counterexample).toBeUndefined();
    expect(found.complete).toBe(true);
    expect(found.ends).toBeGreaterThan(1);
  });

  test("comes to an end from every state by itself", () => {
    // A resumed run, too: every walk that takes any step there is reaches a state in which there is none.
    const shape = exploredShape({ experiments: [2, 2], concurrency: 2, onFailure: "continue" });
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(1000)), (choices) => {
        const run = new ExploredRun(shape, 2, ["fail", "cancel", "crash", "refuse"]);
        const taken = walk(run, choices, 60);
        expect(run.broken()).toBeUndefined();
        run.dispose();
        expect(taken.at(-1)?.next).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

test("an exploration gives up after as many states as it may visit, and says so", () => {
  const found = exploreRun({ modules: 2, experiments: 2, concurrency: 2, faults: 1, maxStates: 50 });
  expect(found).toMatchObject({ states: 50, complete: false });
  expect(found.counterexample).toBeUndefined();
});

test("the same options give the same exploration", () => {
  const options = { modules: 2, experiments: [1, 2], concurrency: 2, faults: 2 };
  expect(JSON.stringify(exploreRun(options))).toBe(JSON.stringify(exploreRun(options)));
});

const timed = { retry: { times: 1, delay: 5 }, timeout: 10 };

test.each([
  {},
  { slowStore: true },
  { policies: [timed, timed, timed] },
  { policies: [timed, timed, timed], slowStore: true },
  {
    policies: [
      { ...timed, resources: { gpu: 1 } },
      { retry: { times: 1 }, resources: { gpu: 2 } },
      { concurrency: 1, timeout: 7 },
    ],
    resources: { gpu: 2 },
    slowStore: true,
  },
  { policies: [{ resources: { gpu: 1 } }, { resources: { gpu: 2 } }, { concurrency: 1 }], resources: { gpu: 2 } },
])("two walks with the same key go on in the same ways, to the same keys: %j", (given) => {
  // What is left out of the key would hide states: the exploration would be complete of something else.
  const shape = exploredShape({ experiments: [2, 2, 1], concurrency: 2, onFailure: "continue", ...given });
  const leadsTo = new Map<string, string>();
  let met = 0;
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(1000)), (choices) => {
      const run = new ExploredRun(shape, 1, kinds);
      for (const { key, step, after } of walk(run, choices, 40)) {
        const way = `${key} ${JSON.stringify(step)}`;
        if (leadsTo.has(way)) met++;
        expect(leadsTo.get(way) ?? after).toBe(after);
        leadsTo.set(way, after);
      }
      run.dispose();
    }),
    { numRuns: 150 },
  );
  expect(met).toBeGreaterThan(100);
});

test("what is kept of an explored run is a journal like any other", () => {
  const shape = exploredShape({ experiments: [2, 2], concurrency: 3, onFailure: "continue" });
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(1000)), (choices) => {
      const run = new ExploredRun(shape, 2, ["fail", "cancel", "crash", "refuse"]);
      walk(run, choices, 40);
      const lines = run.journal.map((line) => `${line}\n`).join("");
      run.dispose();
      const status = Status.fromJournal(parseJournal(lines).records);
      expect(status.seq).toBe(run.journal.length);
    }),
    { numRuns: 30 },
  );
});

const kinds = ["fail", "timeout", "cancel", "crash", "refuse"] as const;

const isFault = ({ kind }: ExploredStep): boolean => kind === "fail" || kind === "timeout";

interface Taken {
  readonly key: string;
  readonly step: ExploredStep;
  readonly after: string;
  readonly next: readonly ExploredStep[];
}

/** Takes steps as they are chosen; now and then with a fault in one of its appends. */
const walk = (run: ExploredRun, choices: Iterator<number>, most: number): readonly Taken[] => {
  const taken: Taken[] = [];
  const choose = (): number => Number(choices.next().value);
  while (taken.length < most) {
    const steps = run.steps();
    let step = steps[choose() % steps.length];
    if (step === undefined) break;
    const kind = (["crash", "refuse", "cancel"] as const)[choose() % 12];
    if (kind !== undefined && run.mayFail && step.kind !== "cancel" && !isFault(step))
      step = { ...step, fault: { kind, append: 1 } };
    const key = run.key;
    run.take(step);
    taken.push({ key, step, after: run.key, next: run.steps() });
  }
  return taken;
};
