import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { defineWorkflow } from "../../../src/index.ts";
import { checkWorkflow, law, type Law, NeverAsked, pathLaw, preserves } from "../../../src/testing/index.ts";
import type { ModuleType } from "../../../src/workflow/define-workflow.ts";
import { pinSeed } from "../pin-seed.ts";

pinSeed();

const people = defineWorkflow("people")
  .module("Loader", { run: () => [{ id: 1, name: " Ada" }] })
  .module("Cleaner", { run: ({ input }) => input.data.map(({ id, name }) => ({ id, name: name.trim() })) })
  .module("Broken", {
    run: ({ input }) => {
      throw new Error(`not for ${input.data.length}`);
    },
  });

type Any = readonly ModuleType[];

const refused = async (laws: readonly Law[], options: { readonly runs?: number } = {}): Promise<NeverAsked> => {
  const thrown: unknown = await checkWorkflow(people, { laws, ...options }).catch((error: unknown) => error);
  if (thrown instanceof NeverAsked) return thrown;
  throw thrown instanceof Error ? thrown : new Error(`no law was missed: ${JSON.stringify(thrown)}`);
};

describe("a law that no run asked is refused, and told why:", () => {
  test("its module never completed", async () => {
    const { laws, message } = await refused([law<Any, string>("is never seen", "Broken", () => true)]);
    expect(laws).toEqual([
      { claim: "is never seen", why: "no execution of Broken completed with data that no fault had changed" },
    ]);
    expect(message).toBe(
      "checkWorkflow: 100 runs did not ask a law, and nothing is known of what was never asked:\n" +
        "  is never seen: no execution of Broken completed with data that no fault had changed\n" +
        "Draw what it is about (config, faults, more runs), or leave it out.",
    );
  });

  test("no experiment completed", async () => {
    const { laws } = await refused([pathLaw<Any>("is whole", () => true)], { runs: 20 });
    expect(laws[0]?.why).toBe("no experiment completed with data that no fault had changed");
  });

  test("its precondition never held", async () => {
    const { laws } = await refused([
      law<Any, string>("where there are many", "Loader", ({ after }) => fc.pre(isMany(after))),
    ]);
    expect(laws[0]?.why).toMatch(/^its precondition held for none of \d+ executions$/u);
  });

  test("it names a column that no input has, beside one that it has", async () => {
    const { laws } = await refused([preserves<Any>("Cleaner", "id", "nmae"), preserves<Any>("Cleaner", "id", "name")]);
    expect(laws.map(({ claim }) => claim)).toEqual(["Cleaner preserves id, nmae"]);
  });
});

const isMany = (rows: unknown): boolean => Array.isArray(rows) && rows.length > 1;

test("each law tells how often it was asked: those of every run once a run, others where their precondition held", async () => {
  let even = 0;
  const { laws, runs } = await checkWorkflow(people, {
    laws: [
      law("of some", "Loader", () => fc.pre(even++ % 2 === 0)),
      law("of all", "Loader", () => true),
      preserves("Cleaner", "id"),
    ],
    faults: [],
    runs: 10,
  });
  const asked = new Map(laws.map((each) => [each.claim, each.asked]));
  expect(asked.get("a run ends")).toBe(runs);
  expect(asked.get("of all")).toBe(even);
  expect(asked.get("of some")).toBe(Math.ceil(even / 2));
  expect(asked.get("Cleaner preserves id")).toBeGreaterThanOrEqual(even);
});

test("columns that are there are looked at, also where another is not", async () => {
  const drops = defineWorkflow("drops")
    .module("Loader", { run: () => [{ id: 1 }] })
    .module("Dropper", { run: () => [{ other: 1 }] });
  await expect(checkWorkflow(drops, { laws: [preserves("Dropper", "name", "id")] })).rejects.toThrow(
    'the column "id" is gone',
  );
});

test("a single run that is carried out again may leave laws unasked, and says so", async () => {
  const trial = {
    config: [
      ["Loader", [["a", {}]]],
      ["Cleaner", [["a", {}]]],
      ["Broken", [["a", {}]]],
    ],
    concurrency: 1,
    faults: [],
    interleaving: [],
  } as const;
  const laws = [
    law<Any, string>("is never seen", "Broken", () => true),
    law<Any, string>("of all", "Loader", () => true),
  ];
  const report = await checkWorkflow(people, { laws, trial });
  expect(report.laws.slice(-2)).toEqual([
    { claim: "is never seen", asked: 0 },
    { claim: "of all", asked: 1 },
  ]);
  const replayed = await checkWorkflow(people, { laws, seed: 1, path: "0" });
  expect(replayed.laws.find(({ claim }) => claim === "is never seen")?.asked).toBe(0);
});

test("a run that lets go of what it knows is asked of all the same, by what its plain repetition knows", async () => {
  const trial = {
    config: [
      ["Loader", [["a", {}]]],
      ["Cleaner", [["a", {}]]],
    ],
    concurrency: 1,
    faults: [],
    interleaving: [],
    retain: "leaves",
    keepRecords: 0,
  } as const;
  const clean = defineWorkflow("clean")
    .module("Loader", { run: () => [1, 2] })
    .module("Cleaner", { run: ({ input }) => input.data.toReversed() });
  const laws = [law<Any, string>("of one", "Loader", () => true), pathLaw<Any>("of all", () => true)];
  const report = await checkWorkflow(clean, { laws, trial });
  expect(report.laws.slice(-2).map(({ asked }) => asked)).toEqual([1, 1]);
  const wrong = [pathLaw<Any>("of none", () => false)];
  await expect(checkWorkflow(clean, { laws: wrong, trial })).rejects.toMatchObject({ claim: "of none" });
});
