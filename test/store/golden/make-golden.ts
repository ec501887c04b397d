/**
 * Writes the golden store of the current format: `node test/store/golden/make-golden.ts test/store/golden/vN.db`. With
 * `test/journal/golden/vN` too, the golden journals of some of its runs, when their format is another.
 *
 * Run once for each released format and never again: what matters is that later versions read these very bytes. It
 * starts itself to carry out runs that are killed.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import * as Effect from "effect/Effect";

import { defineWorkflow, Executor } from "../../../src/index.ts";
import { removeRuns, sqliteStore } from "../../../src/store/sqlite/index.ts";
import { journalBytes } from "../../../src/store/sqlite/journal-bytes.ts";

const [path = "", journals = "", killed] = process.argv.slice(2);

// Stacks would name the folder this was run in.
Error.stackTraceLimit = 0;

const workflow = defineWorkflow("golden")
  .module("Loader", {
    reuse: { version: "1" },
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
// Some results have files of their own: those of the Loader. The run that is left unfinished has a checkpoint.
const store = sqliteStore(path, { blobFileBytes: 100, checkpointRecords: 12 });
const executorOf = (runId: string) => new Executor({ workflow, config, store, runId });

if (killed === undefined) {
  for (const old of [path, `${path}.blobs`, `${path}.locks`]) rmSync(old, { recursive: true, force: true });
  await executorOf("removed").run();
  await Effect.runPromise(removeRuns(path, { keep: 0 }));
  await executorOf("finished").run();
  await executorOf("forked").fork("finished:14");
  for (const runId of ["resumed", "unfinished"])
    try {
      execFileSync(process.execPath, [import.meta.filename, path, journals, runId], { stdio: "inherit" });
    } catch {
      console.log(`${runId} is left unfinished`);
    }
  await executorOf("resumed").resume("resumed");
  const whole = { Loader: { one: { path: "a" } }, Scaler: { steady: {} }, Reporter: { good: {}, fine: {}, code: {} } };
  // With two at once the third has to wait, which is on record.
  await new Executor({ workflow, config: whole, store, runId: "completed", concurrency: 2 }).run();
  const database = new DatabaseSync(path);
  database.exec("UPDATE runs SET owner = 'process 1 on a machine'; VACUUM");
  database.close();
  if (journals !== "") mkdirSync(journals, { recursive: true });
  for (const runId of journals === "" ? [] : ["finished", "forked", "resumed", "completed"])
    writeFileSync(join(journals, `${runId}.ndjson`), Effect.runSync(journalBytes(path, runId)));
  // Reading made the log anew, and it is empty.
  for (const part of [".locks", "-wal", "-shm"]) rmSync(`${path}${part}`, { recursive: true, force: true });
} else {
  const executor = executorOf(killed);
  executor.observe(({ seq }) => {
    if (seq === 20) process.kill(process.pid, "SIGKILL");
  });
  await executor.run();
}
