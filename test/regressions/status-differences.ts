import { runDifferences } from "./run-differences.ts";
import { type Answers, differ, type StatusDifference } from "./status-difference.ts";

/** Every deliberate difference from the recorded scenarios of status.json; docs/petsard.md shows the same table. */
export const statusDifferences: readonly StatusDifference[] = [
  ...runDifferences,
  ...differ("operators and reports", "a result is all that is kept of a module: `getResult(key)`", {
    accessors: [["refused"], []],
  }),
  ...differ("all results", "without a key, all results so far", { accessors: ["refused", {}] }),
  ...differ("path of what has not run", "a key is a path of the plan, whether it ran or not; `getState(key)` says", {
    accessors: ["refused", { Loader: "x" }],
  }),
  ...differ("lists", "the same kind with and without a filter", {
    accessors: [
      ["deque", "list", "deque", "list"],
      ["Array", "Array", "Array", "Array"],
    ],
  }),
  ...differ("documented names", "the documented names exist, in camelCase", {
    accessors: [
      {
        is_completed: false,
        get_timing: false,
        changes: false,
        snapshots: true,
        get_status_summary: true,
        get_result: true,
      },
      {
        is_completed: true,
        get_timing: true,
        changes: true,
        snapshots: true,
        get_status_summary: true,
        get_result: true,
      },
    ],
  }),
  ...differ("the first time", "refused with the config, before anything runs", {
    put_unknown_module: ["accepted", "refused"],
  }),
  ...differ("active modules", "a module outside the sequence is never active", {
    put_unknown_module: [["Synthesizer"], []],
  }),
  ...differ("snapshots", "and has no snapshot", { put_unknown_module: [1, 0] }),
  ...differ("Loader[l2]", "nothing of an earlier branch is left below it", {
    reput_clears_downstream: [
      { active: ["Loader"], metadata: ["Loader", "Preprocessor"], path: { Loader: "l2" } },
      { active: ["Loader"], metadata: ["Loader"], path: { Loader: "l2" } },
    ],
  }),
  ...differ("Synthesizer without its Preprocessor", "a module starts only below a completed one", {
    reput_clears_downstream: ["accepted", "refused"],
  }),
  ...differ("written and read", "persistence is the journal: `encodeRecord`, `parseJournal`, `Status.fromJournal`", {
    pickle: ["refused", true],
  }),
  ...differ("deeply copied", "records are plain data", { pickle: ["refused", true] }),
  ...differ("records of two overlapping steps", "a step is timed by itself, not by its name", {
    manual_timing: [1, 2],
  }),
  ...differ("a duration of zero", "a number like any other", { manual_timing: ["N/A", 0] }),
  ...differ("timings of A_b + c and A + b_c", "names are kept apart, not joined", { manual_timing: [1, 2] }),
  ...differ("records made of log lines", "timing is measured, not read from texts", { timing_messages: [4, 0] }),
  ...differ("0.004 s", "not rounded", { timing_messages: [0, 0.004] }),
  ...differ("0.006 s", "not rounded", { timing_messages: [0.01, 0.006] }),
  ...differ("records without a duration", "every record has one", { timing_messages: [1, 0] }),
  ...differ("the error's text", "kept in `getFailures()`", { timing_messages: [false, true] }),
  ...differ("timings of a success", "there is no log level to depend on", { log_level_warning: [0, 1] }),
  ...differ("without a start", "every record has one", { log_level_warning: [1, 0] }),
  ...differ("sampling per branch", "each execution has its own params", {
    constrainer_pop: [
      [{ target_rows: 5, sampling_ratio: 2, max_trials: 7 }, {}],
      [
        { target_rows: 5, sampling_ratio: 2, max_trials: 7 },
        { target_rows: 5, sampling_ratio: 2, max_trials: 7 },
      ],
    ],
  }),
  ...differ("config after", "the caller's config is not touched", {
    constrainer_pop: [
      { Constrainer: { c: { field_constraints: ["a > 0"] } } },
      { Constrainer: { c: { field_constraints: ["a > 0"], target_rows: 5, sampling_ratio: 2, max_trials: 7 } } },
    ],
  }),
  ...differ("a config with code for a name", "a name is only a name; unknown modules are refused", {
    eval_injection: ["built", "refused"],
  }),
  ...differ("code ran", "nothing is evaluated", { eval_injection: [true, false] }),
];

/** The answers of one scenario that differ, as one side gives them. */
export const tabled = (scenario: string, side: "recorded" | "runstate"): Answers =>
  Object.fromEntries(
    statusDifferences.flatMap((row) => (row.scenario === scenario ? [[row.answer, row[side]] as const] : [])),
  );
