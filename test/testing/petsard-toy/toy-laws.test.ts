/** PETsARD 1.6.0's defects, in a tracker small enough to read, are found by laws about any tracker. */
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { LawBroken } from "../../../src/testing/index.ts";
import { type ToyDefect, type ToyStep, ToyTracker } from "./toy-tracker.ts";
import { pinSeed } from "../pin-seed.ts";

pinSeed();

type Path = readonly ToyStep[];

/** One run of a toy: its tree, whether branches are run at once, and which executions fail the first time. */
interface ToyCase {
  readonly modules: readonly (readonly ToyStep[])[];
  readonly atOnce: boolean;
  readonly failing: ReadonlySet<number>;
}

/** Names as people give them, and those that look like a part of a path. */
const experimentNames = fc.subarray(["a", "b", "a]_B[b", "b]_B[a"], { minLength: 1, maxLength: 3 });

const toyCase: fc.Arbitrary<ToyCase> = fc.record({
  modules: fc
    .array(experimentNames, { minLength: 1, maxLength: 3 })
    .map((all) => all.map((names, depth) => names.map((name): ToyStep => ["ABC"[depth] ?? "", name]))),
  atOnce: fc.boolean(),
  failing: fc.array(fc.nat(8), { maxLength: 2 }).map((numbers) => new Set(numbers)),
});

function* pathsBelow(modules: ToyCase["modules"], path: Path): Generator<Path> {
  for (const step of modules[path.length] ?? []) {
    const below = path.concat([step]);
    yield below;
    yield* pathsBelow(modules, below);
  }
}

const pathsOf = (modules: ToyCase["modules"]): readonly Path[] => [...pathsBelow(modules, [])];

const text = (path: Path): string => JSON.stringify(path);

/** What is true of a run, known to whoever makes its modules. */
interface Truth {
  readonly paths: readonly Path[];
  readonly leaves: readonly Path[];
  readonly intervals: readonly string[];
}

type ToyLaw = (tracker: ToyTracker, truth: Truth) => readonly [found: unknown, expected: unknown];

const sorted = (texts: readonly string[]): readonly string[] => texts.toSorted();

const laws: Readonly<Record<string, ToyLaw>> = {
  "a run that completed carried out each execution once": ({ snapshots }, { paths }) => [
    sorted(snapshots.map(({ path }) => text(path))),
    sorted(paths.map(text)),
  ],
  "each experiment has a result, and it is its own": ({ results }, { leaves }) => [
    sorted([...results.values()].map(({ path, data }) => `${text(path)}: ${data}`)),
    sorted(leaves.map((path) => `${text(path)}: ${text(path)}`)),
  ],
  "each execution has one time, and it is its own": ({ times }, { intervals }) => [
    sorted(times.map(({ path, start, end }) => `${text(path)}: ${start}–${end}`)),
    sorted(intervals),
  ],
  "what a module is said to have read is what the one above it put out": ({ snapshots }) => [
    snapshots.map(({ path, before }) => `${text(path)}: ${before}`),
    snapshots.map(({ path }) => `${text(path)}: ${path.length === 1 ? undefined : text(path.slice(0, -1))}`),
  ],
};

/** Runs a toy until it says that it completed, its modules settling as the scheduler says; fails when one of these laws is broken. */
const checkToy = async (
  { modules, atOnce, failing }: ToyCase,
  scheduler: fc.Scheduler,
  defects: readonly ToyDefect[],
  subjects: readonly string[],
) => {
  const paths = pathsOf(modules);
  const left = new Set(
    [...failing].filter((number) => number < paths.length).map((number) => text(paths[number] ?? [])),
  );
  const intervals: string[] = [];
  let now = 0;
  const tracker = new ToyTracker(
    modules,
    async (path, input) => {
      const start = now;
      await scheduler.schedule(Promise.resolve(), text(path));
      if (left.delete(text(path))) throw new Error(`${text(path)} fails the first time`);
      intervals.push(`${text(path)}: ${start}–${now + 1}`);
      // Each module adds itself to what it was given: what comes out tells the path that led to it.
      return text([...(input === undefined ? [] : (JSON.parse(input) as Path)), ...path.slice(-1)]);
    },
    () => ++now,
    defects,
  );
  while (!tracker.completed) await scheduler.waitFor(tracker.run(atOnce).catch(() => undefined));
  const truth = { paths, leaves: paths.filter(({ length }) => length === modules.length), intervals };
  for (const subject of subjects) {
    const [found, expected] = laws[subject]?.(tracker, truth).map((side) => JSON.stringify(side)) ?? [];
    if (found !== expected) throw new LawBroken({ subject, found: found ?? "", expected: expected ?? "" });
  }
};

const check = (defects: readonly ToyDefect[], subjects: readonly string[] = Object.keys(laws)) =>
  fc.check(
    fc.asyncProperty(toyCase, fc.scheduler(), (each, scheduler) => checkToy(each, scheduler, defects, subjects)),
    { numRuns: 2000, interruptAfterTimeLimit: 20_000 },
  );

test("a toy tracker without defects breaks no law", async () => {
  expect(await check([])).toMatchObject({ failed: false });
});

/** Per defect, the law it breaks, and how many executions the tree of a shrunk counterexample has at most, of 39. */
const broken: readonly (readonly [defect: ToyDefect, law: string, executions: number])[] = [
  ["skips what failed", "a run that completed carried out each execution once", 1],
  ["overwrites siblings", "each experiment has a result, and it is its own", 20],
  ["mis-pairs times", "each execution has one time, and it is its own", 20],
  ["keeps stale branches", "what a module is said to have read is what the one above it put out", 2],
];

describe("a toy tracker that", () => {
  test.each(broken)("%s does not keep the law: %s", async (defect, law, executions) => {
    const { failed, counterexample, errorInstance, numRuns, numShrinks } = await check([defect], [law]);
    expect(failed).toBe(true);
    expect(errorInstance).toMatchObject({ _tag: "LawBroken", subject: law });
    const [smallest] = counterexample ?? [];
    console.log(`${defect}: found in run ${numRuns}, ${numShrinks} shrinks: ${JSON.stringify(smallest?.modules)}`);
    const size = pathsOf(smallest?.modules ?? []).length;
    expect(size).toBeGreaterThan(0);
    expect(size).toBeLessThanOrEqual(executions);
  });
});
