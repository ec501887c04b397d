/** Recorded timings of PETsARD 1.6.0, and what runstate measures instead. */
import { afterEach, expect, test, vi } from "vitest";

import { Executor, fromPetsardConfig, type Json } from "../../src/index.ts";
import { ManualClock } from "../regressions/manual-clock.ts";
import { keptOrTabled, scenario } from "../regressions/recorded-scenario.ts";
import { stubWorkflow } from "../regressions/stub-workflow.ts";

afterEach(() => vi.restoreAllMocks());

test("manual_timing: steps that overlap are two steps, and no two names are joined", async () => {
  const recorded = scenario("manual_timing") as {
    end1: Json[];
    started: Json[];
    records: Json[];
    underscore_active: Json[];
  };
  const clock = new ManualClock();
  const executor = new Executor({
    workflow: stubWorkflow([])
      .module("M", {
        run: async ({ step }) => {
          const gates = [Promise.withResolvers<void>(), Promise.withResolvers<void>()] as const;
          const steps = gates.map(({ promise }) => step("s", () => promise));
          for (const { resolve } of gates) resolve();
          await Promise.all(steps);
        },
      })
      .module("A_b", { run: () => 1 })
      .module("A", { run: () => 2 }),
    config: [
      ["M", [["e", {}]]],
      ["A_b", [["c", {}]]],
      ["A", [["b_c", {}]]],
    ],
  });
  await clock.run(executor.runEffect);
  const steps = executor.getTiming().filter({ stepName: "s" }).records;
  const joined = executor.getTiming().records.filter(({ moduleName }) => moduleName.startsWith("A"));
  const { actual, expected } = keptOrTabled(
    "manual_timing",
    {
      "steps started": recorded.started.length,
      "records of two overlapping steps": recorded.records.filter((record) => JSON.stringify(record).includes('"M"'))
        .length,
      "a duration of zero": recorded.end1[3] ?? null,
      "timings of A_b + c and A + b_c": recorded.underscore_active.length,
    },
    {
      "steps started": 2,
      "records of two overlapping steps": steps.length,
      "a duration of zero": steps[0]?.durationSeconds ?? null,
      "timings of A_b + c and A + b_c": joined.length,
    },
  );
  expect(actual).toEqual(expected);
});

test("timing_messages: no timing is read from texts, none is rounded, and an error keeps its text", async () => {
  const logged = vi.spyOn(console, "info").mockImplementation(() => undefined);
  const recorded = scenario("timing_messages") as { lines: string[]; records: { duration: Json; formatted: string }[] };
  const clock = new ManualClock();
  const executor = new Executor({
    workflow: stubWorkflow([]).module("A", {
      run: ({ step }) => {
        for (const line of recorded.lines) console.info(line);
        step("E", () => clock.advance(4));
        step("fit step", () => clock.advance(6));
        clock.advance(990);
        throw new Error("Test error");
      },
    }),
    config: [["A", [["x", {}]]]],
  });
  await clock.run(executor.runEffect);
  expect(logged).toHaveBeenCalledTimes(recorded.lines.length);
  const timing = executor.getTiming().records;
  const { actual, expected } = keptOrTabled(
    "timing_messages",
    {
      "records made of log lines": recorded.records.length,
      "0.004 s": recorded.records[2]?.duration ?? null,
      "0.006 s": recorded.records[3]?.duration ?? null,
      "1 s until the error": recorded.records[0]?.duration ?? null,
      "records without a duration": recorded.records.filter(({ duration }) => duration === null).length,
      "the error's text": JSON.stringify(recorded.records).includes("Test error"),
    },
    {
      "records made of log lines": timing.length - 3,
      "0.004 s": timing[0]?.durationSeconds ?? null,
      "0.006 s": timing[1]?.durationSeconds ?? null,
      "1 s until the error": timing[2]?.durationSeconds ?? null,
      "records without a duration": timing.filter(({ durationSeconds }) => !Number.isFinite(durationSeconds)).length,
      "the error's text": executor.status.getFailures().some(({ error }) => error.message === "Test error"),
    },
  );
  expect(actual).toEqual(expected);
});

test("log_level_warning: the level of a log changes no timing", async () => {
  const recorded = scenario("log_level_warning") as unknown as Record<
    "ok" | "failed",
    { timing: { context: object }[] }
  >;
  const run = async (params: string) => {
    const config = fromPetsardConfig(`Executor: {log_level: WARNING}\nLoader: {l: ${params}}\n`);
    const executor = new Executor({ workflow: stubWorkflow(["Loader"]), config });
    await executor.run();
    return executor.getTiming().records;
  };
  const [ok, failed] = [await run("{}"), await run("{fail: x}")];
  const { actual, expected } = keptOrTabled(
    "log_level_warning",
    {
      "timings of a success": recorded.ok.timing.length,
      "timings of a failure": recorded.failed.timing.length,
      "without a start": recorded.failed.timing.filter(({ context }) => "orphaned" in context).length,
    },
    {
      "timings of a success": ok.length,
      "timings of a failure": failed.length,
      "without a start": failed.filter(({ startTime }) => !Number.isFinite(startTime)).length,
    },
  );
  expect(actual).toEqual(expected);
});
