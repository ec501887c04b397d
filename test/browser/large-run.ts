import type { InspectedRuns, RunFeed } from "../../src/inspector/server/inspected-runs.ts";
import type { RecordRow } from "../../src/inspector/protocol/record-row.ts";
import { RunColumns } from "../../src/inspector/protocol/run-columns.ts";
import { makePlan } from "../../src/workflow/plan-tree.ts";

const blank: Omit<RecordRow, "type" | "at"> = {
  subject: undefined,
  attempt: 0,
  durationMs: undefined,
  before: undefined,
  after: undefined,
  text: undefined,
  reason: undefined,
  cause: undefined,
  changes: 0,
  flagged: false,
};

/** A run of 10 × 10 × `fitters` × 4 experiments that is over, some of it failed, as a server shows it. */
export const largeRun = (fitters: number): { readonly runs: InspectedRuns; readonly executions: number } => {
  const names = (count: number): readonly string[] => Array.from({ length: count }, (_, place) => `e${place}`);
  const modules = [
    { moduleName: "Loader", experiments: names(10) },
    { moduleName: "Splitter", experiments: names(10) },
    { moduleName: "Fitter", experiments: names(fitters) },
    { moduleName: "Evaluator", experiments: names(4) },
  ];
  const run = new RunColumns({ runId: "large", workflow: "large", modules, concurrency: 4, onFailure: "continue" });
  const plan = makePlan(modules);
  let at = 1_700_000_000_000;
  const append = (row: Partial<RecordRow> & Pick<RecordRow, "type">): void =>
    run.append({ ...blank, at: (at += 0.25), ...row });
  append({ type: "run.started" });
  let experiment = 0;
  let begun = false;
  const sizes = modules.map((_, depth) => plan.subtreeSize(depth));
  const below = (first: number, depth: number): void => {
    for (let place = 0; place < (modules[depth]?.experiments.length ?? 0); place++) {
      const subject = first + place * (sizes[depth] ?? 1);
      if (!begun) append({ type: "experiment.started", subject: experiment });
      begun = true;
      append({ type: "module.started", subject, attempt: 1 });
      const durationMs = 1 + ((subject * 7919) % 997) / 100;
      const last = depth === modules.length - 1;
      const fails = last && subject % 97 === 0;
      if (fails)
        append({
          type: "module.failed",
          subject,
          attempt: 1,
          durationMs,
          text: "Error: unlucky",
          reason: "error",
          cause: "unlucky",
        });
      else append({ type: "module.completed", subject, attempt: 1, durationMs });
      if (!last) below(subject + 1, depth + 1);
      else {
        append({ type: fails ? "experiment.failed" : "experiment.completed", subject: experiment++ });
        begun = false;
      }
    }
  };
  below(0, 0);
  append({ type: "run.failed", durationMs: 1, reason: "error" });
  const feed: RunFeed = {
    run,
    ended: true,
    onChange: () => () => undefined,
    records: () => Promise.resolve([]),
    schema: () => Promise.resolve(undefined),
    result: () => Promise.resolve({ kind: "none", reason: "it was made up" }),
    actors: () => ({ actors: [] }),
  };
  const runs: InspectedRuns = {
    list: () => Promise.resolve([]),
    open: (runId) => Promise.resolve(runId === "large" ? feed : undefined),
  };
  return { runs, executions: plan.size.executions };
};
