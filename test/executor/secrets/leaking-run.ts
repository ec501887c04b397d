/**
 * A process that carries out the leaking workflow, looks into every file while it does, and kills itself at one record.
 *
 * It prints what it found, and how often it looked.
 */
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";

import { encodeRecord, Executor } from "../../../src/index.ts";
import { sqliteStore } from "../../../src/store/sqlite/index.ts";
import { config, hidden, secrets, workflow } from "./leaking-workflow.ts";
import { leaks } from "./search.ts";

const [folder = "", way = "run", killAt = "0", from = ""] = process.argv.slice(2);

const executor = new Executor({
  workflow,
  config,
  secrets,
  concurrency: 3,
  store: sqliteStore(join(folder, "runs.db")),
  ...(way === "run" && { runId: "leaking" }),
});
const journal = openSync(join(folder, `${way}-${killAt}.ndjson`), "a");
const found = new Set<string>();
let looked = 0;
const report = (): void => void writeSync(1, JSON.stringify({ looked, found: [...found] }));
executor.observe((record) => {
  writeSync(journal, `${encodeRecord(record)}\n`);
  const last = record.seq === Number(killAt);
  // Looking is what takes the time.
  if (last || record.seq % 64 === 0 || record.type.startsWith("run.")) {
    looked++;
    for (const leak of leaks(folder, hidden)) found.add(leak);
  }
  if (!last) return;
  report();
  process.kill(process.pid, "SIGKILL");
});
if (way === "run") await executor.run();
if (way === "resume") await executor.resume("leaking");
if (way === "retry") await executor.retry(from);
if (way === "fork") await executor.fork(from);
closeSync(journal);
report();
