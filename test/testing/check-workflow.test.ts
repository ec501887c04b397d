import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Schema from "effect/Schema";
import { afterAll, describe, expect, test } from "vitest";

import { ConfigError, defineWorkflow, parseJournal, planConfig, Status } from "../../src/index.ts";
import {
  checkWorkflow,
  deterministic,
  idempotent,
  law,
  pathLaw,
  preserves,
  produces,
  type Trial,
} from "../../src/testing/index.ts";
import type { ModuleType } from "../../src/workflow/define-workflow.ts";
import { file, startCli } from "../cli/run-cli.ts";
import { findCounterexample as find } from "./find-counterexample.ts";
import { pinSeed } from "./pin-seed.ts";

pinSeed();

/** Every module may be taken over, and the last looks back at the first. */
const keeping = defineWorkflow("keeping")
  .module("Loader", { reuse: true, run: ({ experimentName }) => [experimentName] })
  .module("Counter", { reuse: true, run: async ({ input }) => input.data.length })
  .module("Reporter", { run: ({ input, upstream }) => `${input.data} of ${upstream("Loader").data.join()}` });

/** Trials of one run, as what is drawn of what runs keep. */
const trialOf = (kept: Pick<Trial, "retain" | "keepRecords" | "earlier" | "reuse">): Trial => ({
  config: [
    ["Loader", [["a", {}]]],
    [
      "Counter",
      [
        ["a", {}],
        ["b", {}],
      ],
    ],
    ["Reporter", [["a", {}]]],
  ],
  concurrency: 1,
  faults: [],
  interleaving: [],
  ...kept,
});

describe("what a run keeps", () => {
  test("is told by the trial alone, which can be carried out again", async () => {
    const { config } = trialOf({});
    const called: string[] = [];
    for (const kept of [
      {},
      { retain: "leaves" as const },
      { keepRecords: 0 },
      { keepRecords: 3, retain: "leaves" as const, earlier: config },
      { earlier: config },
      { earlier: config, reuse: false as const },
    ]) {
      const { calls } = await checkWorkflow(keeping, { trial: trialOf(kept) });
      called.push(`${Object.keys(kept).join()}: ${calls}`);
    }
    // Five executions in the run and five in the plain one; two Reporters are left where the rest is taken over.
    expect(called).toEqual([
      ": 10",
      "retain: 10",
      "keepRecords: 10",
      "keepRecords,retain,earlier: 7",
      "earlier: 7",
      "earlier,reuse: 10",
    ]);
  });

  test("stands in the test file of a counterexample", async () => {
    let calls = 0;
    const unlike = defineWorkflow("unlike").module("Sampler", { reuse: true, run: () => ++calls });
    const config = [["Sampler", [["a", {}]]]] as const;
    const found = await find(unlike, {
      trial: {
        config,
        concurrency: 1,
        faults: [],
        interleaving: [],
        earlier: config,
        retain: "leaves",
        keepRecords: 2,
      },
    });
    expect(found.claim).toBe("what is taken over from an earlier run is what its module would give");
    expect(found.testFile).toContain(
      `      retain: "leaves",\n      keepRecords: 2,\n      earlier: [\n        ["Sampler",[["a",{}]]],\n      ],\n`,
    );
    expect(parseJournal(found.journal).records).toHaveLength(6);
  });
});

const people = [
  { id: 1, age: 31 },
  { id: 2, age: null },
  { id: 3, age: 17 },
];

/** Loads, cleans and counts; each part can be replaced by one that is wrong. */
const cleaning = (clean: (rows: readonly (typeof people)[number][], call: number) => readonly object[]) => {
  let calls = 0;
  return defineWorkflow("cleaning")
    .module("Loader", { run: () => people })
    .module("Cleaner", { run: async ({ input }) => clean(input.data, calls++) })
    .module("Counter", { run: ({ input }) => input.data.length });
};

const sound = cleaning((rows) => rows.filter(({ age }) => age !== null));
const smallest = {
  config: [
    ["Loader", [["a", {}]]],
    ["Cleaner", [["a", {}]]],
    ["Counter", [["a", {}]]],
  ],
};

describe("a workflow without a fault of its own", () => {
  test("keeps every law of a run, and those of its own, whatever goes wrong around it", async () => {
    const report = await checkWorkflow(sound, {
      laws: [
        law("rows never grow", "Cleaner", ({ before, after }) => after.length <= before.length),
        law("counts what is there", (facts) => facts.moduleName !== "Counter" || facts.after === facts.before.length),
        pathLaw("counts what was loaded, at most", ({ outputs }) => outputs.Counter <= outputs.Loader.length),
        produces("Loader", { fields: { id: { type: "int64", nullable: false }, age: {} }, closed: true }),
        preserves("Cleaner", "id", "age"),
        deterministic("Cleaner"),
        idempotent("Cleaner"),
      ],
      runs: 150,
    });
    expect(report).toMatchObject({ runs: 150, calls: expect.any(Number) as number });
    expect(report.calls).toBeGreaterThan(1000);
    expect(report.laws.map(({ claim }) => claim)).toContain("Cleaner preserves id, age");
    expect(Math.min(...report.laws.map(({ asked }) => asked))).toBeGreaterThan(20);
  });

  test("is one with limits, retries, timeouts, Effects and their services too", async () => {
    class Rate extends Context.Service<Rate, { readonly of: (n: number) => Effect.Effect<number> }>()("test/Rate") {}
    const workflow = defineWorkflow("limited")
      .module("Loader", {
        params: Schema.Struct({ n: Schema.Int }),
        resources: { gpu: 1 },
        run: ({ params }) => params.n,
      })
      .module("Slow", {
        concurrency: 1,
        retry: { times: 2, delay: "1 hour" },
        timeout: "3 hours",
        run: ({ input }) => Effect.delay(Effect.succeed(input.data), "2 hours"),
      })
      .module("Rater", { run: ({ input }) => Effect.flatMap(Rate, (rate) => rate.of(input.data)) });
    const layer = Layer.succeed(Rate, { of: (n) => Effect.succeed(n * 2) });
    expect(
      (
        await checkWorkflow(workflow, {
          layer,
          laws: [pathLaw("is doubled", ({ outputs }) => outputs.Rater === 2 * outputs.Loader)],
          resources: { gpu: 2 },
          runs: 100,
        })
      ).runs,
    ).toBe(100);
  });

  test("is not blamed for what a fault makes of its data", async () => {
    const laws = [
      law<readonly ModuleType[]>("is a list, or its length", ({ after }) => Array.isArray(after) || after === 2),
    ];
    expect((await checkWorkflow(sound, { laws, faults: ["garbage", "mutate"], runs: 60 })).runs).toBe(60);
  });
});

describe("finds, and makes as small as can be", () => {
  test("a law of one module that does not hold", async () => {
    const grows = cleaning((rows) => rows.concat(rows));
    const found = await find(grows, {
      laws: [law("rows never grow", "Cleaner", ({ before, after }) => after.length <= before.length)],
    });
    expect(found).toMatchObject({ claim: "rows never grow", found: "it does not hold for Loader[a]_Cleaner[a]" });
    expect(found.trial).toEqual({ ...smallest, concurrency: 1, faults: [], interleaving: [] });
  });

  test("a law that holds for some params only, with the least of them", async () => {
    const workflow = defineWorkflow("sampling").module("Sampler", {
      params: Schema.Struct({ rows: Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1000 })) }),
      run: ({ params }) => Array.from({ length: Math.min(params.rows, 500) }, () => 1),
    });
    const found = await find(workflow, {
      laws: [
        law(
          "gives as many rows as asked for",
          ({ after, params }) => after.length === (params as { rows: number }).rows,
        ),
      ],
      runs: 200,
    });
    expect(found.trial.config).toEqual([["Sampler", [["a", { rows: 501 }]]]]);
  });

  test("data that branches share behind the back of the workflow: two of them, and one order", async () => {
    const stale = () => {
      let last: unknown;
      return defineWorkflow("stale")
        .module("Loader", { run: ({ experimentName }) => (last = experimentName) })
        .module("Reader", { run: async () => last });
    };
    const found = await find(stale, { faults: [], runs: 200 });
    expect(found.claim).toBe("results do not depend on order and concurrency");
    expect(found.trial.concurrency).toBe(2);
    expect(planConfig(found.trial.config).size).toEqual({ executions: 4, experiments: 2 });
    expect(found.trial.interleaving.length).toBeLessThanOrEqual(2);
  });

  test("a module that counts its calls", async () => {
    const found = await find(
      cleaning((rows, call) => rows.slice(call % 2)),
      { laws: [deterministic("Cleaner")], without: [orderLaw, resumeLaw] },
    );
    expect(found.found).toMatch(
      /^it does not hold for Loader\[.*\]_Cleaner\[.*\]: called again with the same input, it gave \[/u,
    );
  });

  test.for([
    ["drops a column", (rows: typeof people) => rows.map(({ id }) => ({ id })), 'the column "age" is gone'],
    [
      "makes it text",
      (rows: typeof people) => rows.map(({ age }) => ({ age: String(age) })),
      'the column "age" was int64, and is utf8',
    ],
  ] as const)("a module that %s", async ([, clean, why]) => {
    const found = await find(
      cleaning((rows) => clean([...rows])),
      { laws: [preserves("Cleaner", "age")] },
    );
    expect(found.found).toBe(`it does not hold for Loader[a]_Cleaner[a]: ${why}`);
  });

  test("a contract of a schema that is not kept", async () => {
    const asked = { fields: { id: { type: "int64" }, age: { nullable: false } } };
    const found = await find(sound, { laws: [produces("Loader", asked)] });
    expect(found.found).toBe('it does not hold for Loader[a]: nullable of "age" is true, not false');
  });

  test("a module that is not idempotent", async () => {
    const found = await find(
      cleaning((rows) => rows.slice(1)),
      { laws: [idempotent("Cleaner")] },
    );
    expect(found.found).toContain("called with its own output, it gave [");
  });

  test("a law that throws, as one that does not hold, and keeps what it threw", async () => {
    const thrown = new RangeError("not that");
    const throws = law<readonly ModuleType[]>("never", () => {
      throw thrown;
    });
    const found = await find(sound, { laws: [throws] });
    expect([found.found, found.cause]).toEqual(["it does not hold for Loader[a]: not that", thrown]);
  });
});

const orderLaw = "results do not depend on order and concurrency";
const resumeLaw = "a run that was resumed ends as one that was not interrupted";

describe("a counterexample", () => {
  const shrinking = cleaning((rows) => rows.slice(1));
  const laws = [
    law(
      "keeps every row",
      "Cleaner",
      ({ before, after }: { before: readonly unknown[]; after: readonly unknown[] }) => after.length === before.length,
    ),
  ];
  const folder = mkdtempSync(join(tmpdir(), "counterexample-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  test("is the same, byte for byte, for the same seed", async () => {
    const [one, other] = [await find(shrinking, { laws, seed: 11 }), await find(shrinking, { laws, seed: 11 })];
    expect(other.message).toBe(one.message);
    expect(other.journal).toBe(one.journal);
    expect(one.message).not.toMatch(/(?:\/|file:)\w+\//u);
  });

  test("is found at once by its path", async () => {
    const { seed, path, trial } = await find(shrinking, { laws, seed: 12 });
    expect(await find(shrinking, { laws, seed, path } as object)).toMatchObject({ trial, runs: 1, shrinks: 0 });
  });

  test("is what its trial gives, and not one that was mended", async () => {
    const { trial, claim, found } = await find(shrinking, { laws });
    expect(await find(shrinking, { laws, trial })).toMatchObject({ claim, found, trial });
    expect(
      await checkWorkflow(
        cleaning((rows) => rows),
        { laws, trial },
      ),
    ).toMatchObject({ runs: 1, seed: undefined });
  });

  test("comes as a test file that fails as long as the workflow does", async () => {
    const { testFile } = await find(shrinking, { laws, seed: 13, from: "./workflow.ts" });
    const here = (path: string): string => JSON.stringify(resolve(import.meta.dirname, path));
    writeFileSync(
      join(folder, "counterexample.test.ts"),
      testFile
        .replace('"runstate/testing"', here("../../src/testing/index.ts"))
        .replace('"vitest"; // or "node:test"', '"node:test"'),
    );
    const workflowFile = (slice: string): string =>
      [
        `import { defineWorkflow } from ${here("../../src/index.ts")};`,
        `import { law } from ${here("../../src/testing/index.ts")};`,
        `export const workflow = defineWorkflow("cleaning").module("Loader", { run: () => [1, 2] })`,
        `  .module("Cleaner", { run: ({ input }) => input.data${slice} }).module("Counter", { run: () => 1 });`,
        `export const laws = [law<any>("keeps every row", "Cleaner", ({ before, after }) => after.length === before.length)];`,
      ].join("\n");
    const run = async (): Promise<string> => {
      const ran = promisify(execFile)(process.execPath, ["--test", "counterexample.test.ts"], { cwd: folder });
      return (await ran.catch((thrown: { stdout: string }) => thrown)).stdout;
    };
    writeFileSync(join(folder, "workflow.ts"), workflowFile(".slice(1)"));
    expect(await run()).toContain("keeps every row: broken");
    writeFileSync(join(folder, "workflow.ts"), workflowFile(""));
    expect(await run()).toMatch(/pass 1$/mu);
    expect(readFileSync(join(folder, "counterexample.test.ts"), "utf8")).toContain(
      "// keeps every row. Drawn with seed: 13",
    );
  });

  test("has a journal that the command line shows", async () => {
    const { journal } = await find(shrinking, { laws });
    expect(Status.fromJournal(parseJournal(journal).records).isCompleted()).toBe(true);
    const { code, stdout } = await startCli(["show", file(".ndjson", journal)]).ended;
    expect([code, stdout]).toEqual([0, expect.stringContaining("cleaning") as string]);
  });

  test("tells in its message what happened, record by record", async () => {
    const { message } = await find(shrinking, { laws, seed: 14 });
    expect(
      message
        .split("\n")
        .filter((line) => line !== "")
        .slice(0, 9),
    ).toEqual([
      expect.stringMatching(/^keeps every row: broken \(found in run \d+, made smaller \d+ times\)$/u),
      "it does not hold for Loader[a]_Cleaner[a]",
      '  before: [{"id":1,"age":31},{"id":2,"age":null},{"id":3,"age":17}]',
      '  after: [{"id":2,"age":null},{"id":3,"age":17}]',
      "   1 run.started",
      "   2 experiment.started Loader[a]_Cleaner[a]_Counter[a]",
      "   3 module.started Loader[a]",
      "   5 module.completed Loader[a]",
      "   6 module.started Loader[a]_Cleaner[a]",
    ]);
  });
});

describe("what cannot be checked is refused", () => {
  test("a config that does not fit the workflow, as a run refuses it", async () => {
    await expect(checkWorkflow(sound, { config: { Loader: {} } })).rejects.toBeInstanceOf(ConfigError);
    await expect(checkWorkflow(sound, { config: { Loader: { a: {} } }, runs: 1 })).rejects.toBeInstanceOf(ConfigError);
  });

  test("a law of every run that is not there to be left out", async () => {
    await expect(checkWorkflow(sound, { without: ["a run never ends"] })).rejects.toThrow(
      'without names "a run never ends", and there is no such law; the laws of every run are:\n  a run ends\n',
    );
  });
});

test("parts of a given config are drawn: its own experiments with their params, repeated at most as often", async () => {
  const seen = new Set<string>();
  const workflow = defineWorkflow("given").module("Loader", {
    run: ({ experimentName, params }) => void seen.add(`${experimentName} ${JSON.stringify(params)}`),
  });
  const config = { Loader: { a: { n: 1 }, b: { n: 2, repeat: 2 } } };
  await checkWorkflow(workflow, { config, faults: [], runs: 60 });
  expect([...seen].toSorted()).toEqual(['a {"n":1}', 'b_[1-1] {"n":2}', 'b_[2-1] {"n":2}', 'b_[2-2] {"n":2}']);
});
