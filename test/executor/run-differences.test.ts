import { describe, expect, test } from "vitest";

import { refuseOther } from "../../src/executor/run-differences.ts";
import type { RunId } from "../../src/index.ts";
import { foldJournal } from "../../src/journal/journal-fold.ts";
import type { RunState } from "../../src/journal/run-state.ts";
import { planOf } from "../../src/workflow/plan.ts";

/** A config as names of modules, their experiments, and the fingerprints of their params. */
type Given = Readonly<Record<string, Readonly<Record<string, string | null>>>>;

const plan = (of: Given) =>
  planOf(
    Object.entries(of).map(([moduleName, experiments]) => ({ moduleName, experiments: Object.keys(experiments) })),
  );

const paramsOf = (of: Given) => Object.values(of).map((experiments) => Object.values(experiments));

const begun = (of: Given): RunState =>
  foldJournal([
    {
      seq: 1,
      at: 0,
      type: "run.started",
      version: 1,
      runId: "r" as RunId,
      workflow: "w",
      modules: plan(of).modules,
      params: paramsOf(of),
      concurrency: 1,
      onFailure: "continue",
    },
  ]);

const refusal = (before: Given, after: Given) => refuseOther(begun(before), plan(after), paramsOf(after));

const given: Given = { Loader: { a: "1", b: "2" }, Fit: { x: "3", y: null }, Report: { csv: "4" } };

describe("a run that is to go on", () => {
  test("goes on with what it was begun with", () => {
    expect(refusal(given, given)).toBeUndefined();
  });

  test("is refused with every difference by name, and what to do once, at the end", () => {
    const other = { Loader: { a: "7", c: "2" }, Fit: { y: null, x: "3" }, Report: { csv: "4", html: "5" } };
    const remedy =
      "Resume with what it was begun with, or `retry` it: a new run takes over what is still the same; --dry-run says what.";
    expect(refusal(given, other)?.message.split("\n")).toEqual([
      "Loader: the run was begun with other experiments: b is gone, c is new. Put it back as it was.",
      "Loader: the run was begun with other params of a. Put it back as it was.",
      "Fit: the run was begun with its experiments in another order: x, y. Put it back as it was.",
      `Report: the run was begun with other experiments: html is new. ${remedy}`,
    ]);
  });

  test("is refused with other modules, and with what else differs in those that are still there", () => {
    expect(refusal(given, { Loader: { a: "1", b: "9" }, Report: { csv: "4" } })?.issues).toMatchObject([
      { path: [], reason: "the run was begun with the modules Loader, Fit, Report, and now they are Loader, Report" },
      { path: ["Loader"], reason: "the run was begun with other params of b" },
    ]);
  });
});
