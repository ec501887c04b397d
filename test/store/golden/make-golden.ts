/**
 * Writes the golden store of the current format: `node test/store/golden/make-golden.ts test/store/golden/vN.db`.
 *
 * Run once for each released format and never again: what matters is that later versions read these very bytes. It
 * ends by killing itself, so that the last run is left unfinished.
 */
import { Effect } from "effect";

import { defineWorkflow, Executor } from "../../../src/index.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";

const [path = ""] = process.argv.slice(2);

// Stacks would name the folder this was run in.
Error.stackTraceLimit = 0;

const workflow = defineWorkflow("golden")
  .module("Loader", {
    run: ({ experimentName, annotate }) => {
      annotate({ rows: 2 });
      return [
        { name: experimentName, size: 3n, at: new Date(0) },
        { name: "b", size: 4n, at: new Date(1) },
      ];
    },
  })
  .module("Scaler", {
    retry: { times: 1 },
    run: ({ input, step, attempt, experimentName }) => {
      if (experimentName === "flaky" && attempt === 1) throw new Error("the first time");
      return step("scale", () => input.data.map((row) => ({ ...row, size: Number(row.size) / 4 })));
    },
  })
  .module("Reporter", {
    run: ({ input, experimentName }) => {
      if (experimentName === "bad") return Effect.fail(new Error("no report"));
      const code: unknown = experimentName === "code" ? () => 1 : null;
      return Effect.succeed({ rows: input.data.length, code });
    },
  });

const config = {
  Loader: { one: { path: "a" } },
  Scaler: { steady: {}, flaky: { by: 4 } },
  Reporter: { good: {}, bad: {}, code: {} },
};
const store = sqliteStore(path);

await new Executor({ workflow, config, store, runId: "finished" }).run();
await new Executor({ workflow, config, store, runId: "forked" }).fork("finished:14");
const unfinished = new Executor({ workflow, config, store, runId: "unfinished" });
unfinished.observe(({ seq }) => {
  if (seq === 20) process.kill(process.pid, "SIGKILL");
});
await unfinished.run();
