/** A process that begins or goes on with a run, and kills itself, as `kill -9` would, at one record. */
import { appendFileSync } from "node:fs";

import { Effect } from "effect";

import { defineWorkflow, Executor, experimentKey as keyOf } from "../../../src/index.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";

const [path = "", calls = "", way = "run", killAt = "0", concurrency = "1"] = process.argv.slice(2);

const note = (key: string): void => appendFileSync(calls, `${key}\n`);

const workflow = defineWorkflow("left")
  .module("Loader", {
    run: ({ experimentKey, experimentName }) => {
      note(experimentKey);
      return [{ name: experimentName, size: experimentName.length }];
    },
  })
  .module("Scaler", {
    retry: { times: 1 },
    run: async ({ input, experimentKey, experimentName, attempt }) => {
      note(experimentKey);
      await Promise.resolve();
      if (experimentName === "flaky" && attempt === 1) throw new Error("the first time");
      return input.data.map((row) => ({ ...row, size: row.size / 4, at: new Date(0) }));
    },
  })
  .module("Reporter", {
    run: ({ input, experimentKey, experimentName }) => {
      note(experimentKey);
      return experimentName === "bad" ? Effect.fail(new Error("no report")) : Effect.succeed(input.data.length);
    },
  });

const executor = new Executor({
  workflow,
  config: {
    Loader: { one: {}, three: {} },
    Scaler: { steady: {}, flaky: {} },
    Reporter: { good: {}, bad: {} },
  },
  store: sqliteStore(path),
  concurrency: Number(concurrency),
  ...(way === "run" && { runId: "left" }),
});
executor.observe(({ seq }) => {
  if (seq === Number(killAt)) process.kill(process.pid, "SIGKILL");
});
await (way === "run" ? executor.run() : executor.resume("left"));

const { status } = executor;
const facts = {
  outcome: status.state,
  results: executor.getResult(),
  executions: Array.from(status.executions(), ({ key, state, failure, schemaAfter }) => [
    key,
    state,
    failure?.error.message ?? null,
    schemaAfter ?? null,
  ]),
  changes: status.changes
    .map(({ experimentKey, type, target, before, after }) =>
      JSON.stringify([experimentKey, type, target, before, after]),
    )
    .toSorted(),
};
/** What was in progress when the earlier process died. */
const interrupted = status.records.flatMap((record) =>
  record.type === "module.retried" && record.error.name === "Interrupted"
    ? [keyOf(status.plan.execution(record.execution).path)]
    : [],
);
process.stdout.write(JSON.stringify({ facts, interrupted, records: status.records.length }));
