/**
 * A run that is killed half way, and goes on: what was kept, what ran again, what ran for the first time, and what never
 * will. The first half runs in a process of its own, which kills itself as `kill -9` would.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { type ExecutionView, Executor, type JournalRecord } from "../../src/index.ts";
import { sqliteStore } from "../../src/store/sqlite/index.ts";
import { config, workflow } from "./workflow.ts";

const half = 44;
const [path = join(mkdtempSync(join(tmpdir(), "resume-")), "runs.db"), role] = process.argv.slice(2);

const build = () => new Executor({ workflow, config, store: sqliteStore(path), runId: "demo" });

/** The life of a process that dies in the middle of its 44th execution. */
const dieHalfWay = async (): Promise<void> => {
  const executor = build();
  let started = 0;
  executor.observe((record) => {
    if (record.type === "module.started" && ++started === half) process.kill(process.pid, "SIGKILL");
  });
  await executor.run();
};

const mark = ({ state, attempt, blockedBy, execution }: ExecutionView, kept: ReadonlySet<number>): string => {
  if (state === "Failed") return "✗";
  if (state !== "Completed") return blockedBy === undefined ? "?" : "·";
  if (attempt > 1) return "↻";
  return kept.has(execution) ? "=" : "+";
};

/** The executions that had completed when the run was resumed. */
const keptOf = (records: readonly JournalRecord[]): ReadonlySet<number> => {
  const resumed = records.findIndex(({ type }) => type === "run.resumed");
  return new Set(
    records.slice(0, resumed).flatMap((record) => (record.type === "module.completed" ? [record.execution] : [])),
  );
};

const goOn = async (): Promise<void> => {
  const { signal } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), path, "first half"]);
  console.log(`the first process ended by ${signal ?? "itself"}`);

  const executor = build();
  const outcome = await executor.resume("demo");
  const { status } = executor;
  const kept = keptOf(status.records);
  const marks = Array.from(status.executions(), (view) => ({ depth: view.depth, mark: mark(view, kept) }));
  for (const [depth, moduleName] of status.plan.sequence.entries())
    console.log(
      `${moduleName.padEnd(7)} ${marks
        .filter((each) => each.depth === depth)
        .map((each) => each.mark)
        .join("")}`,
    );

  const count = (wanted: string): number => marks.filter((each) => each.mark === wanted).length;
  console.log(`${count("=")} kept (=), ${count("↻")} run again (↻), ${count("+")} run (+)`);
  console.log(`${count("✗")} failed (✗), ${count("·")} never ran because of that (·)`);
  console.log(
    `${outcome.state}: ${outcome.experiments.Completed} of ${status.plan.size.experiments} paths have a result`,
  );
};

await (role === undefined ? goOn() : dieHalfWay());
