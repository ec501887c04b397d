import { differ, type StatusDifference } from "./status-difference.ts";

/** What runstate answers differently about recorded runs of whole configs. */
export const runDifferences: readonly StatusDifference[] = [
  ...differ("schemas before", "the schema of the input, not what the same module put out last", {
    linear: [
      [null, null, null, null, null, null, null, null],
      [null, "raw", "raw_train", "pre", null, null, null, null],
    ],
    splitter3: [
      [null, null, null, "SP", null, "SP", null, "L1", "SP", null, "SP", null, "SP", null],
      [null, "L1", "SP", "L1", "SP", "L1", "SP", null, "L2", "SP", "L2", "SP", "L2", "SP"],
    ],
    fail_leaf: [
      [null, null],
      [null, "L1", "L1"],
    ],
    run_twice: [
      [null, null],
      [null, "L1"],
    ],
    reporter: [
      [null, null, null, "L1", null, null],
      [null, "L1", "L1", null, "L2", "L2"],
    ],
  }),
  ...differ(
    "total snapshots",
    "one snapshot before and one after each execution; totals are exact whatever is evicted",
    {
      linear: [8, 16],
      splitter3: [14, 28],
      max_zero: [0, 4],
      fail_first: [0, 2],
      fail_leaf: [2, 8],
      run_twice: [2, 4],
      reporter: [6, 12],
    },
  ),
  ...differ("total changes", "changes are told field by field; totals are exact whatever is evicted", {
    linear: [3, 10],
    splitter3: [8, 22],
    max_zero: [0, 4],
    fail_leaf: [1, 6],
    run_twice: [1, 4],
    reporter: [2, 12],
  }),
  ...differ(
    "change types",
    "each column that comes, goes or differs is a change, and output that is no frame has lost all of them",
    {
      linear: [{ create: 3 }, { CREATE: 4, UPDATE: 2, DELETE: 4 }],
      splitter3: [
        { create: 2, update: 6 },
        { CREATE: 4, UPDATE: 6, DELETE: 12 },
      ],
      fail_leaf: [{ create: 1 }, { CREATE: 2, DELETE: 4 }],
      run_twice: [{ create: 1 }, { CREATE: 2, DELETE: 2 }],
      reporter: [
        { create: 1, update: 1 },
        { CREATE: 4, DELETE: 8 },
      ],
    },
  ),
  ...differ("timed names", "named by module and experiment, not `Adapter` and `default`", {
    linear: [
      [
        "LoaderAdapter[default]",
        "SplitterAdapter[default]",
        "PreprocessorAdapter[default]",
        "SynthesizerAdapter[default]",
        "PostprocessorAdapter[default]",
        "ConstrainerAdapter[default]",
        "EvaluatorAdapter[default]",
        "ReporterAdapter[default]",
      ],
      [
        "Loader[l]",
        "Splitter[sp_[1-1]]",
        "Preprocessor[p]",
        "Synthesizer[s]",
        "Postprocessor[po]",
        "Constrainer[c]",
        "Evaluator[e]",
        "Reporter[r]",
      ],
    ],
    splitter3: [
      ["LoaderAdapter[default]", "SplitterAdapter[default]", "SynthesizerAdapter[default]"],
      ["Loader[l1]", "Splitter[sp_[3-1]]", "Synthesizer[s]", "Splitter[sp_[3-2]]", "Splitter[sp_[3-3]]", "Loader[l2]"],
    ],
    fail_first: [["LoaderAdapter[default]"], ["Loader[l]"]],
    fail_leaf: [
      ["LoaderAdapter[default]", "EvaluatorAdapter[default]"],
      ["Loader[l]", "Evaluator[e1]", "Evaluator[e2]", "Evaluator[e3]"],
    ],
    run_twice: [
      ["LoaderAdapter[default]", "ReporterAdapter[default]"],
      ["Loader[l]", "Reporter[r]"],
    ],
    reporter: [
      ["LoaderAdapter[default]", "ReporterAdapter[default]"],
      ["Loader[l1]", "Reporter[r1]", "Reporter[r2]", "Loader[l2]"],
    ],
  }),
  ...differ("evolution", "every execution is a stage, also one that puts out a schema seen before", {
    splitter3: [
      { Loader: ["L1", "L2"], Splitter: ["SP"], Synthesizer: [] },
      { Loader: ["L1", "L2"], Splitter: ["SP", "SP", "SP", "SP", "SP", "SP"], Synthesizer: [] },
    ],
  }),
  ...differ("train indices in the last branch", "a branch sees its own path only", {
    splitter3: [
      [
        [1, 2],
        [1, 2],
        [1, 2],
        [1, 2],
        [1, 2],
        [1, 2],
      ],
      [[1, 2]],
    ],
  }),
  ...differ("metadata", "schemas are told by records; with none kept they are `released`", {
    max_zero: [{ Loader: "L2" }, {}],
  }),
  ...differ("flow", "an execution counts from its start, and a failure stops nothing beside it", {
    fail_first: [[], ["Loader[l]"]],
    fail_leaf: [
      ["Loader[l]", "Evaluator[e1]"],
      ["Loader[l]", "Evaluator[e1]", "Evaluator[e2]", "Evaluator[e3]"],
    ],
  }),
  ...differ("run() throws", "a failed module is an outcome of the run; `run()` resolves", {
    fail_first: ["no file", null],
    fail_leaf: ["x", null],
  }),
  ...differ("error texts", "the error is recorded with its text, cause and data", {
    fail_first: [[], ["no file"]],
  }),
  ...differ("active modules", "a module that failed has been active", {
    fail_first: [[], ["Loader"]],
  }),
  ...differ("result keys", "the sibling after a failure runs", {
    fail_leaf: [["Loader[l]_Evaluator[e1]"], ["Loader[l]_Evaluator[e1]", "Loader[l]_Evaluator[e3]"]],
  }),
  ...differ("schemas after", "the sibling after a failure runs", {
    fail_leaf: [
      ["0 Loader[l] L1", "1 Evaluator[e1] null"],
      ["0 Loader[l] L1", "1 Evaluator[e1] null", "1 Evaluator[e3] null"],
    ],
  }),
  ...differ("timed steps", "the sibling after a failure runs", {
    fail_leaf: [
      ["run completed", "run completed", "run error"],
      ["run completed", "run completed", "run error", "run completed"],
    ],
  }),
  ...differ("full experiment", "the sibling after a failure runs, and is the last to complete", {
    fail_leaf: [
      { Loader: { Loader: "l" }, Evaluator: { Loader: "l", Evaluator: "e1" } },
      { Loader: { Loader: "l" }, Evaluator: { Loader: "l", Evaluator: "e3" } },
    ],
  }),
  ...differ("snapshots of a second run", "`run()` is a new run under a new id", {
    run_twice: [0, 4],
  }),
  ...differ("reports", "each experiment keeps its own report", {
    reporter: [
      ["A", "B"],
      ["A", "B", "A", "B"],
    ],
  }),
];
