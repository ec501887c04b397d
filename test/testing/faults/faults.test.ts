import * as Effect from "effect/Effect";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { defineWorkflow, planConfig } from "../../../src/index.ts";
import { type Fault, faultScript } from "../../../src/testing/index.ts";
import { faultKinds } from "../../../src/testing/faults/fault.ts";
import { garbageKinds } from "../../../src/testing/faults/garbage-value.ts";
import { thrownKinds } from "../../../src/testing/faults/thrown-value.ts";
import { runTrial } from "../../../src/testing/trial/run-trial.ts";
import type { TrialRun } from "../../../src/testing/trial/trial-run.ts";
import { pinSeed } from "../pin-seed.ts";

pinSeed();

const workflow = defineWorkflow("dated")
  .module("Loader", { retry: { times: 1 }, run: () => ({ at: new Date(5), rows: [1, 2] }) })
  .module("Reader", { run: async ({ input }) => [input.data.at.getTime(), input.data.rows.length] });

const config = [
  ["Loader", [["a", {}]]],
  [
    "Reader",
    [
      ["x", {}],
      ["y", {}],
    ],
  ],
] as const;

const carryOut = (...faults: readonly Fault[]): Promise<TrialRun> =>
  Effect.runPromise(runTrial(workflow, { config, concurrency: 2, faults, interleaving: [] }));

const at = "Loader[a]";
const [x, y] = ["Loader[a]_Reader[x]", "Loader[a]_Reader[y]"];
const kindsOf = ({ lives }: TrialRun) => lives.map(({ kind }) => kind);

describe("a module told to", () => {
  test.for(thrownKinds)(
    "throw, or reject with, %s fails, and its retries too if it is told so for every attempt",
    async (thrown) => {
      for (const kind of ["throw", "reject"] as const) {
        const every = await carryOut({ kind, at, attempts: "every", thrown });
        expect(every.status.getExecution(at)).toMatchObject({
          state: "Failed",
          attempt: 2,
          failure: { reason: "error" },
        });
        const first = await carryOut({ kind, at, attempts: "first", thrown });
        expect(first.status.getExecution(at)).toMatchObject({ state: "Completed", attempt: 2 });
      }
    },
  );

  test.for(garbageKinds)("return %s does, and the run ends", async (returned) => {
    const run = await carryOut({ kind: "garbage", at, attempts: "every", returned });
    expect(kindsOf(run)).toEqual(["outcome"]);
    expect(run.status.getExecution(at).state).toBe(returned === "bad schema" ? "Failed" : "Completed");
    expect(run.status.getExecution(x).state).not.toBe("Completed");
  });

  test("never settle holds the run up until it is cancelled", async () => {
    const run = await carryOut({ kind: "hang", at: x, attempts: "every" });
    expect(run.events.filter(({ type }) => type === "cancelled")).toEqual([
      { type: "cancelled", life: 0, by: "standstill" },
    ]);
    expect(run.status.getExecution(x)).toMatchObject({ state: "Failed", failure: { reason: "cancelled" } });
    expect(run.status.getExecution(y).state).toBe("Completed");
  });

  test("be slow takes that long by the clock of the run, and no time by any other", async () => {
    const run = await carryOut({ kind: "slow", at: x, attempts: "every", byMs: 3_600_000 });
    expect(run.status.getExecution(x).durationMs).toBe(3_600_000);
    expect(run.status.getExecution(y).durationMs).toBe(0);
    expect(run.status.durationMs).toBe(3_600_000);
  });

  test("change its input changes its own copy, and neither the result it came from nor what its sibling reads", async () => {
    const run = await carryOut({ kind: "mutate", at: x, attempts: "every" });
    expect(run.status.getExecutionResult(x).data).toEqual([0, 2]);
    expect(run.status.getExecutionResult(y).data).toEqual([5, 2]);
    expect(run.status.getExecutionResult(at).data).toEqual({ at: new Date(5), rows: [1, 2] });
  });
});

describe("a run told to", () => {
  test("be cancelled at a record calls nothing more after it", async () => {
    const run = await carryOut({ kind: "cancel", record: 3 });
    expect(run.status.failure).toBe("cancelled");
    expect(run.events.filter(({ type }) => type === "called")).toEqual([]);
  });

  test("have an observer that throws goes on, and reports it", async () => {
    const run = await carryOut({ kind: "observer", record: 3 }, { kind: "observer", record: 4 });
    expect([run.status.isCompleted(), run.reports]).toEqual([true, 1]);
  });

  test("crash, or be refused a write, at any record is resumed from there", async () => {
    const { seq } = (await carryOut()).status;
    const ends = new Set<string>();
    for (const kind of ["crash", "refuse"] as const)
      for (let record = 1; record <= seq + 1; record++) {
        const run = await carryOut({ kind, record });
        expect(run.status.isCompleted()).toBe(true);
        const [first, second] = kindsOf(run);
        ends.add(`${first}, ${second}`);
        // Of a run that was refused its very first record, nothing is left to be resumed.
        const isResumed = second !== undefined && !(kind === "refuse" && record === 1);
        expect(run.status.resumptions).toBe(isResumed ? 1 : 0);
        const lastToEnd = kind === "crash" ? seq - 1 : seq;
        expect(second === undefined).toBe(record > lastToEnd);
        for (const key of [x, y]) expect(run.status.getExecutionResult(key).data).toEqual([5, 2]);
      }
    expect([...ends].toSorted()).toEqual(["crashed, outcome", "outcome, undefined", "refused, outcome"]);
  });
});

describe("a random script of faults", () => {
  const plan = planConfig(config);

  test("names executions of the plan, and records that it may come to", () => {
    fc.assert(
      fc.property(faultScript(plan), (script) => {
        expect(script.length).toBeLessThanOrEqual(3);
        for (const fault of script)
          expect("at" in fault ? [at, x, y].includes(fault.at) : fault.record >= 1 && fault.record <= 11).toBe(true);
      }),
    );
  });

  test("has every kind that is asked for, and no other", () => {
    const kinds = (script: readonly Fault[]) => script.map(({ kind }) => kind);
    expect(new Set(fc.sample(faultScript(plan), 500).flatMap(kinds))).toEqual(new Set(faultKinds));
    expect(new Set(fc.sample(faultScript(plan, { kinds: ["slow", "crash"] }), 100).flatMap(kinds))).toEqual(
      new Set(["slow", "crash"]),
    );
    expect(fc.sample(faultScript(plan, { kinds: [] }), 10)).toEqual(Array.from({ length: 10 }, () => []));
  });

  test("is plain data, and shrinks to nothing", () => {
    fc.assert(
      fc.property(faultScript(plan), (script) => {
        expect(JSON.parse(JSON.stringify(script))).toEqual(script);
      }),
    );
    const { counterexample } = fc.check(fc.property(faultScript(plan, { most: 8 }), (script) => script.length < 2));
    expect(counterexample?.[0]).toHaveLength(2);
  });
});
